import OutboundHTTP
import Synchronization

/// Notes from when on each page of events is asked for, and lets some time go by after each call.
final class NotedBounds: HTTPSender {
    private let sender: any HTTPSender
    private let clock: TrialClock
    private let noted = Mutex<[String]>([])

    init(sender: any HTTPSender, clock: TrialClock) {
        self.sender = sender
        self.clock = clock
    }

    /// `timeMin` as it stands in the query.
    var bounds: [String] { noted.withLock { $0 } }

    func send(_ request: OutboundRequest) async throws -> OutboundResponse {
        let path = request.url.split(separator: "?")
        if path.count == 2, path[0].hasSuffix("/events") {
            let bound = path[1].split(separator: "&").first { $0.hasPrefix("timeMin=") }
            if let bound { noted.withLock { $0.append(String(bound)) } }
        }
        defer { clock.advance(seconds: 2) }
        return try await sender.send(request)
    }
}
