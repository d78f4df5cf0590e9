import CalendarSync
import Foundation
import Handlers
import TestSupport
import Testing

/// What the owner of the classes chooses.
extension BusyTimesTrial {
    /// Most links are as they are by default.
    mutating func link(_ key: ClassKey) async throws {
        try await world.link(key, to: calendar, options: randomOptions(), calendarId: kartraCalendar)
    }

    private mutating func randomOptions() -> LinkOptions {
        var options = LinkOptions()
        if chance(0.7) { return options }
        // Whoever sees times only does not see that an answer is tentative.
        if !plan.isSharedSparingly, chance(0.4) { options.tentative = .ignore }
        if chance(0.4) { options.allDay = .ignore }
        if chance(0.4) { options.nativeCopies = .ignore }
        if chance(0.3), !plan.isFullOfSeries, !plan.isSharedSparingly { options.blockWriter = .googleCalendar }
        return options
    }

    /// Another choice, such as where the blocks are written.
    mutating func changeOptions() async throws -> String {
        guard let key = keys.randomElement(using: &random) else { return "" }
        let options = randomOptions()
        try await change(key) { link in
            link.options = options
            link.blocksCompleteAt = nil
        }
        return "options \(options)"
    }

    /// As the console does it, where a worker may change the link at the same time.
    func change(_ key: ClassKey, _ body: (inout ClassLink) -> Void) async throws {
        for _ in 0..<20 {
            do {
                return try await world.change(key, body)
            } catch StoreError.conflict {
                continue
            }
        }
    }

    func passesCopies() async throws -> Bool {
        for key in keys where try await world.store.link(key)?.options.nativeCopies == .ignore { return true }
        return false
    }

    /// A class gets the times of another calendar for a while.
    mutating func linkElsewhereAndBack() async throws {
        let key = keys[0]
        for _ in 0..<Int.random(in: 0...3, using: &random) {
            try await owner.insert(otherCalendar, events.plain(repeats: chance(0.3), &random))
        }
        try await world.link(key, to: otherCalendar)
        edits.append("link elsewhere")
        for calendar in [calendar, otherCalendar].shuffled(using: &random) { await read(.link, of: calendar) }
        for calendar in [calendar, otherCalendar] { await reader.read(calendar) }
        try await settle()
        try await check()
        try await world.link(key, to: calendar)
        edits.append("link back")
        for calendar in [calendar, otherCalendar].shuffled(using: &random) { await read(.link, of: calendar) }
        try await settle()
        try await check()
    }

    /// The owner of the calendar lets the product see more or less of it.
    mutating func share(sparingly: Bool) async throws {
        isBusyOnly = sparingly
        try await owner.setRole(
            sparingly ? "freeBusyReader" : "owner", of: HandlersWorld.hostCalendar, in: calendar)
    }
}
