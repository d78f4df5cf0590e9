import Foundation
import Synchronization

/// An open page's stream of events as `curl` reads it: event by event, unlike a client that waits for the whole answer.
final class OpenPage: Sendable {
    struct Event {
        let name: String
        let regions: [String: String]
        let isQuiet: Bool?
    }

    private struct State {
        var text = ""
        var isOver = false
    }

    private let state = Mutex(State())
    private let process = Mutex<Int32>(0)
    /// Held as long as it is read.
    private let pipe = Pipe()

    /// - Parameter path: under account 42.
    static func open(_ path: String, _ browser: Browser) throws -> OpenPage {
        let page = OpenPage()
        let curl = Process()
        curl.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        curl.arguments = [
            "curl", "--silent", "--no-buffer", "--include", "--header", "Cookie: \(browser.cookie)",
            browser.console.url(Browser.path(path)),
        ]
        curl.standardOutput = page.pipe
        curl.standardError = FileHandle.nullDevice
        page.pipe.fileHandleForReading.readabilityHandler = { handle in
            let data = handle.availableData
            if data.isEmpty { handle.readabilityHandler = nil }
            page.state.withLock { $0.text += String(decoding: data, as: UTF8.self).replacing("\r\n", with: "\n") }
        }
        // Not by the pipe's end, which another test's process may have inherited and hold open.
        curl.terminationHandler = { _ in page.state.withLock { $0.isOver = true } }
        try curl.run()
        page.process.withLock { $0 = curl.processIdentifier }
        return page
    }

    /// With the head of the answer.
    var text: String { state.withLock { $0.text } }

    /// Whether the server has ended it; the last words may still be on their way here.
    var isOver: Bool { state.withLock { $0.isOver } }

    var events: [Event] {
        text.components(separatedBy: "\n\n").compactMap { block in
            let lines = block.split(separator: "\n")
            guard let name = lines.first(where: { $0.hasPrefix("event: ") }),
                let data = lines.first(where: { $0.hasPrefix("data: ") })
            else { return nil }
            let json = (try? JSONSerialization.jsonObject(with: Data(data.dropFirst(6).utf8))) as? [String: Any]
            return Event(
                name: String(name.dropFirst(7)), regions: json?["regions"] as? [String: String] ?? [:],
                isQuiet: json?["quiet"] as? Bool)
        }
    }

    /// The newest that was said of a region.
    func region(_ name: String) -> String { events.last { $0.regions[name] != nil }?.regions[name] ?? "" }

    /// As when the browser goes elsewhere. Killed: a child has the signal mask of the thread that has begun it.
    func close() {
        let process = process.withLock { $0 }
        if process > 0 { kill(process, SIGKILL) }
    }
}
