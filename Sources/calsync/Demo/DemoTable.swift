import Foundation

/// What the demo prints: one line for each thing that happened, as soon as it arrived on the other side.
struct DemoTable: Sendable {
    private let began = ContinuousClock.now

    func title(_ text: String) { write("\n\(text)\n") }

    func step(_ name: String, _ text: String) { write("  ✓ \(pad(name, 11)) \(text)") }

    func head() {
        write("  \(pad("time", 8))\(pad("what happens", 52))\(pad("what arrives", 46))latency")
        write("  " + String(repeating: "─", count: 114))
    }

    func row(_ what: String, _ arrived: String, latencyMilliseconds: Int?, ok: Bool) {
        let time = String(format: "%.1f s", (ContinuousClock.now - began) / .seconds(1))
        let latency = latencyMilliseconds.map { "\($0) ms" } ?? "–"
        write("  \(pad(time, 8))\(pad(what, 52))\(pad((ok ? "✓ " : "✗ ") + arrived, 46))\(latency)")
    }

    func line(_ text: String = "") { write(text) }

    private func pad(_ text: String, _ width: Int) -> String {
        text.count >= width ? text + " " : text + String(repeating: " ", count: width - text.count)
    }

    /// Unbuffered, so that a reader behind a pipe sees each line as it comes.
    private func write(_ text: String) {
        FileHandle.standardOutput.write(Data((text + "\n").utf8))
    }
}
