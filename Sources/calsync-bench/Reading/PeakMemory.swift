import Foundation

/// The high-water mark of this process's resident memory.
enum PeakMemory {
    /// In KiB (`VmHWM`, proc(5)); 0 where there is no such file.
    static var kibibytes: Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) } ?? 0
    }
}
