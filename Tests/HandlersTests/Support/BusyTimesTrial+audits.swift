import CalendarSync
import Foundation
import Handlers
import TestSupport
import Testing

/// Comparisons with Google's own free/busy.
extension BusyTimesTrial {
    /// Where all is settled an audit finds nothing; where the other side has lost and gained blocks, it mends that.
    mutating func tamperAndAudit() async throws {
        try await expectCleanAudit(repairing: chance(0.5))
        for key in keys {
            guard let link = try await world.store.link(key) else { continue }
            switch link.options.blockWriter {
            case .kartra: try await tamperWithKartra(key)
            case .googleCalendar: try await tamper(with: link.busyCalendarId ?? "")
            }
        }
        edits.append("tamper")
        await read(.audit, repair: true)
        try await settle()
        try await check()
        try await expectCleanAudit(repairing: true)
    }

    private func expectCleanAudit(repairing: Bool) async throws {
        let result = await reader.read(calendar, .audit, repair: repairing)
        for link in result?.audit ?? [] {
            #expect(
                link.missing == 0 && link.extra == 0 && link.unexplainedSeconds == 0,
                "seed \(random.seed): \(link), \(edits)")
        }
        #expect(result?.audit?.isEmpty == false, "seed \(random.seed)")
    }

    private mutating func tamperWithKartra(_ key: ClassKey) async throws {
        let blocks = try await world.sandbox.blocks(kartraCalendar, key.classId)
        for id in blocks.keys.sorted().shuffled(using: &random).prefix(Int.random(in: 0...3, using: &random)) {
            try await world.sandbox.loseBlock(id, of: key.classId, calendarId: kartraCalendar)
        }
        for number in 0..<Int.random(in: 0...2, using: &random) {
            let day = RandomEvents.wall(events.now + Int.random(in: 60...300, using: &random) * 86_400).prefix(10)
            try await world.sandbox.plantBlock(
                "0123456789abcdefghijklmnopqrst\(number)" + (key == keys[0] ? "a" : "b"), of: key.classId,
                on: String(day), calendarId: kartraCalendar)
        }
    }

    /// The host deletes and moves blocks in the calendar that is ours.
    private mutating func tamper(with busyCalendar: String) async throws {
        let blocks = try await world.sandbox.occurrences(busyCalendar, year, zone: .gmt)
        for block in blocks.sorted(by: { $0.id < $1.id }).shuffled(using: &random).prefix(3) {
            if chance(0.5) {
                try await world.sandbox.delete(busyCalendar, block.id)
            } else {
                try await world.sandbox.edit(busyCalendar, block.id, events.elsewhere(than: [:], &random))
            }
        }
    }
}
