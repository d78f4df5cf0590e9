import Foundation
import OutboundHTTP

/// Both remote sides as they stand, compared with what the load wants: every event and every block, exactly.
struct FleetTruth: Sendable {
    let fleet: Fleet
    let bookings: BookingLoad
    let hosts: HostLoad

    /// A machine that is busy answers late; that says nothing about what stands.
    private static let patience = Duration.seconds(30)

    /// What is wrong, a line each; empty: nothing is missing and nothing is double.
    func differences(accounts: Set<Int>? = nil) async throws -> [String] {
        let numbers = (0..<fleet.size.accounts).filter { accounts?.contains($0) ?? true }
        return try await withThrowingTaskGroup(of: [String].self) { group in
            for account in numbers { group.addTask { try await differences(of: account) } }
            return try await group.reduce(into: []) { $0 += $1 }
        }
    }

    private func differences(of account: Int) async throws -> [String] {
        let host = try await fleet.host(account, timeout: Self.patience)
        let classes = fleet.classes.filter { $0.account == account }
        var wrong: [String] = []
        for calendar in fleet.calendars where calendar.account == account {
            let events = try await events(calendar.id, host)
            let linked = classes.filter { $0.googleCalendar == calendar.id }
            let mirrors = linked.flatMap { bookings.wanted[$0] ?? [] }
            wrong += Self.compare(
                mirrors, events.filter { $0.title != "Host" }.map { MirrorSeen(title: $0.title, start: $0.start) },
                "event in \(calendar.id)")
            let own = (hosts.wanted[calendar.id] ?? [:]).map { MirrorSeen(title: $0.key, start: $0.value) }
            wrong += Self.compare(
                own, events.filter { $0.title == "Host" }.map { MirrorSeen(title: $0.id, start: $0.start) },
                "host's event in \(calendar.id)")
            for one in linked {
                let blocking = events.filter { !$0.title.hasPrefix(one.name + " — ") }.map(\.start)
                wrong += Self.compare(blocking, try await blocks(of: one), "block of class \(one.classId)")
            }
        }
        return wrong
    }

    private static func compare<Thing: Hashable>(_ wanted: [Thing], _ standing: [Thing], _ what: String) -> [String] {
        let counts = Dictionary(wanted.map { ($0, 1) } + standing.map { ($0, -1) }, uniquingKeysWith: +)
        return counts.filter { $0.value != 0 }
            .map { "\(what) \($0.key): \($0.value > 0 ? "missing" : "too many") (\(abs($0.value)))" }
    }

    private struct Event {
        let id: String
        let title: String
        let start: Date
    }

    private func events(_ calendar: String, _ host: FleetClient) async throws -> [Event] {
        let id = calendar.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        let list = try await host.call(.get, "/calendar/v3/calendars/\(id)/events?maxResults=2500").object
        guard list["nextPageToken"] == nil else {
            throw FleetClient.Unexpected(description: "more events in \(calendar) than one page holds")
        }
        return (list["items"] as? [[String: Any]] ?? []).map { item in
            let start = (item["start"] as? [String: Any])?["dateTime"] as? String ?? ""
            return Event(
                id: item["id"] as? String ?? "", title: item["summary"] as? String ?? "",
                start: FireTime.parse(start) ?? .distantPast)
        }
    }

    private func blocks(of one: FleetClass) async throws -> [Date] {
        var starts: [Date] = []
        var page = ""
        var kartra = fleet.sandbox
        kartra.token = "sandbox-kartra-token"
        kartra.timeout = Self.patience
        repeat {
            let list = try await kartra.call(
                .get, one.blocksPath + "?from=2020-01-01T00:00:00Z&to=2099-01-01T00:00:00Z\(page)"
            ).object
            starts += (list["items"] as? [[String: Any]] ?? []).map {
                FireTime.parse($0["startsAt"] as? String ?? "") ?? .distantPast
            }
            page = (list["nextPageToken"] as? String).map { "&pageToken=\($0)" } ?? ""
        } while !page.isEmpty
        return starts
    }
}
