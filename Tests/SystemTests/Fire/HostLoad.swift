import Foundation
import OutboundHTTP
import TestSupport

/// What hosts do in their Google calendars meanwhile: enter, move and delete events of their own.
struct HostLoad: Sendable {
    enum Change: Sendable {
        case insert(id: String, start: Date)
        case move(id: String, to: Date)
        case delete(id: String)
    }

    struct Edit: Sendable {
        let account: Int
        let calendar: String
        let change: Change
    }

    /// A call that hangs is made again.
    static let patience = Duration.seconds(2)

    private(set) var edits: [Edit] = []
    /// By the calendar, the events that must be left.
    private(set) var wanted: [String: [String: Date]] = [:]

    init() {}

    /// A host enters an event.
    mutating func add(account: Int, calendar: String, id: String, start: Date) -> Edit {
        let edit = Edit(account: account, calendar: calendar, change: .insert(id: id, start: start))
        wanted[calendar, default: [:]][id] = start
        edits.append(edit)
        return edit
    }

    init(
        _ count: Int, calendars: [(account: Int, id: String)], from day: Date, using random: inout SeededGenerator
    ) {
        for number in 0..<count {
            let (account, calendar) = calendars[Int.random(in: 0..<calendars.count, using: &random)]
            let standing = (wanted[calendar] ?? [:]).keys.sorted()
            let start = FireTime.random(from: day, using: &random)
            let change: Change
            switch Int.random(in: 0..<10, using: &random) {
            case 0..<2 where !standing.isEmpty:
                change = .move(id: standing[Int.random(in: 0..<standing.count, using: &random)], to: start)
            case 2..<3 where !standing.isEmpty:
                change = .delete(id: standing[Int.random(in: 0..<standing.count, using: &random)])
            default:
                change = .insert(id: "host\(number)", start: start)
            }
            switch change {
            case .insert(let id, let start), .move(let id, let start): wanted[calendar, default: [:]][id] = start
            case .delete(let id): wanted[calendar, default: [:]][id] = nil
            }
            edits.append(Edit(account: account, calendar: calendar, change: change))
        }
    }

    /// Carries them out, those of one account in their order.
    /// - Parameter done: told after each.
    func carryOut(on fleet: Fleet, done: @escaping @Sendable () -> Void = {}) async throws {
        let byAccount = Dictionary(grouping: edits, by: \.account).sorted { $0.key < $1.key }.map(\.value)
        try await inParallel(byAccount, width: 4) { edits in
            guard let account = edits.first?.account else { return }
            let host = try await fleet.host(account, timeout: Self.patience)
            for edit in edits {
                try await Self.carryOut(edit, host)
                done()
            }
        }
    }

    static func carryOut(_ edit: Edit, _ host: FleetClient) async throws {
        let calendar = edit.calendar.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        let events = "/calendar/v3/calendars/\(calendar)/events"
        switch edit.change {
        case .insert(let id, let start):
            var event = Self.event(start)
            event["id"] = id
            try await host.insist(.post, events, event, done: "duplicate")
        case .move(let id, let start): try await host.insist(.put, events + "/\(id)", Self.event(start))
        case .delete(let id): try await host.insist(.delete, events + "/\(id)", nil, done: "deleted")
        }
    }

    private static func event(_ start: Date) -> [String: any Sendable] {
        [
            "summary": "Host", "start": ["dateTime": FireTime.utc(start)],
            "end": ["dateTime": FireTime.utc(start.addingTimeInterval(1_800))],
        ]
    }
}
