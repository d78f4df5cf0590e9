import CalendarSync
import Foundation
import Handlers
import Records
import TestSupport

/// The host of a history: edits mirror events, and has the calendars read, which asks for looks at what was edited.
actor HistoryHost {
    private let world: HandlersWorld
    private let history: BookingHistory
    private var copies: [String: Set<SandboxCalls.Event>] = [:]
    /// Commands that are still on their way.
    private var late: [BookingHistory.Input] = []

    private static let mostTries = 20

    struct NotRead: Error {
        let calendar: String
        let last: String
    }

    struct Place: Hashable, Sendable {
        let calendar: String
        let id: String
    }

    init(world: HandlersWorld, history: BookingHistory) {
        self.world = world
        self.history = history
    }

    /// The mirror events that stand, in an order that does not depend on theirs in Google.
    private func mirrors() async throws -> [(place: Place, event: SandboxCalls.Event)] {
        var mirrors: [(place: Place, event: SandboxCalls.Event)] = []
        for calendar in history.calendars {
            for event in try await world.sandbox.live(calendar) {
                guard let text = event.marker, MirrorMarker(text, eventId: event.id, keys: world.keys) != nil else {
                    continue
                }
                mirrors.append((Place(calendar: calendar, id: event.id), event))
            }
        }
        return mirrors.sorted { ($0.place.calendar, $0.place.id) < ($1.place.calendar, $1.place.id) }
    }

    /// Of an edit that Google refuses, or that loses against a worker, nothing comes.
    func edit(_ edit: HostEdit, pick: Int) async throws {
        do {
            let mirrors = try await mirrors()
            if mirrors.isEmpty { return }
            try await carryOut(edit, at: mirrors[pick % mirrors.count].place)
        } catch is SandboxCalls.Unexpected {}
    }

    private func carryOut(_ edit: HostEdit, at place: Place) async throws {
        switch edit {
        case .move(let startsAt, let minutes):
            func time(_ seconds: TimeInterval) -> [String: String] {
                ["dateTime": Date(timeIntervalSince1970: seconds).rfc3339, "timeZone": HandlersWorld.zone]
            }
            try await world.sandbox.editAsRead(
                place.calendar, place.id,
                ["start": time(startsAt), "end": time(startsAt + TimeInterval(minutes * 60))])
        case .recolour(let color): try await world.sandbox.editAsRead(place.calendar, place.id, ["colorId": color])
        case .delete: try await world.sandbox.delete(place.calendar, place.id)
        case .copy:
            let id = try await world.sandbox.copy(place.calendar, place.id)
            let copy = try await world.sandbox.live(place.calendar).filter { $0.id == id }
            copies[place.calendar, default: []].formUnion(copy)
        }
    }

    /// Edits some mirrors when all else is quiet.
    /// - Returns: how they stand since; nil: not at all.
    func editForGood(using random: inout SeededGenerator) async throws -> [Place: SandboxCalls.Event?] {
        var places: Set<Place> = []
        for (place, _) in try await mirrors().shuffled(using: &random).prefix(3) {
            try await carryOut(HostEdit.random(using: &random), at: place)
            places.insert(place)
        }
        var standing: [Place: SandboxCalls.Event?] = [:]
        let now = Dictionary(try await mirrors().map { ($0.place, $0.event) }) { first, _ in first }
        for place in places { standing.updateValue(now[place], forKey: place) }
        return standing
    }

    func standing() async throws -> [Place: SandboxCalls.Event] {
        Dictionary(try await mirrors().map { ($0.place, $0.event) }) { first, _ in first }
    }

    func copiesAreUntouched() async throws -> Bool {
        for (calendar, copies) in copies where !copies.isSubset(of: try await world.sandbox.live(calendar)) {
            return false
        }
        return true
    }

    /// - Returns: the looks that are asked for, as far as they arrive now.
    /// - Throws: `NotRead` where nobody else is in the way and the reading still does not come to its end.
    func read(_ reading: BookingHistory.Reading, isAlone: Bool = false) async throws -> [BookingHistory.Input] {
        let arrived = late
        late = []
        let asked = try await checks(reading.calendar, isFull: reading.isFull, isAlone)
        switch reading.commands {
        case .arrive: return arrived + asked
        case .arriveTwice: return arrived + asked + asked
        case .areLate:
            late += asked
            return arrived
        case .areLost: return arrived
        }
    }

    private func checks(_ calendar: String, isFull: Bool, _ isAlone: Bool) async throws -> [BookingHistory.Input] {
        let producer = FakeProducer()
        // Kartra does not know the classes of histories, and blocks are not what they are about.
        let feeds = world.feeds(blocks: BlindWriter(), producer: producer, workerId: UUID().uuidString)
        let ping = GooglePing(feedId: world.feedId(calendar), trigger: isFull ? .manual : .push)
        var last = "no outcome"
        var isRead = false
        for _ in 1...Self.mostTries where !isRead {
            let outcome = await feeds.handle(ping, world.context(UUID().uuidString))
            if case .settled = outcome { isRead = true }
            last = "\(outcome)"
        }
        if isAlone, !isRead { throw NotRead(calendar: calendar, last: last) }
        return try producer.records.filter { $0.topic == world.topics.commands }.map { record in
            let command = try InputDecoder.decode(SyncCommand.self, from: record.value)
            return .check(
                subscriptionId: command.subscriptionId ?? "", event: command.eventId ?? "",
                eventId: record.headers["ce_id"] ?? "")
        }
    }
}
