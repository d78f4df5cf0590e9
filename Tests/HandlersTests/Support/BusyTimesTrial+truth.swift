import CalendarSync
import Foundation
import Records
import TestSupport
import Testing

/// What ought to stand, by what Google says and by what the trial itself has done. Nothing here asks the product's rules.
extension BusyTimesTrial {
    /// The time in which blocks are exact.
    var year: Range<Int> {
        let start = Int(clock.now.timeIntervalSince1970) + 1
        return start..<start + 365 * 86_400
    }

    /// - Parameter exactly: else there may be more than ought to be.
    func check(exactly: Bool = true) async throws {
        let year = year
        for key in keys {
            guard let link = try await world.store.link(key) else { continue }
            let standing = try await times(of: key, link, within: year)
            let busy = try await expected(for: key, link, within: year)
            let isRight = exactly ? standing == busy : busy.isWithin(standing)
            #expect(
                isRight,
                """
                seed \(random.seed), class \(key.classId), \(link.googleCalendarId) in \(events.timeZone), \
                \(link.options), pages \(plan.pageSize ?? 0), \(edits): \
                Kartra alone has \(standing.missing(in: busy)), Google alone has \(busy.missing(in: standing))
                """)
            try await checkRecords(of: key, link, standing, year)
        }
        let texts = producer.records.map { record in
            String(decoding: (record.key ?? []) + (record.value ?? []), as: UTF8.self) + "\(record.headers)"
        }
        #expect(!texts.contains { $0.contains(RandomEvents.canary) }, "seed \(random.seed)")
    }

    /// When a class is blocked, wherever its blocks are written; nothing may be left where they are not.
    func times(of key: ClassKey, _ link: ClassLink, within year: Range<Int>) async throws -> BusyTimes {
        let atKartra = try await world.sandbox.blocks(kartraCalendar, key.classId).values
        let inGoogle =
            if let busyCalendar = link.busyCalendarId {
                try await world.sandbox.freeBusy(busyCalendar, year)
            } else { [Range<Int>]() }
        switch link.options.blockWriter {
        case .kartra:
            #expect(inGoogle.isEmpty, "seed \(random.seed), class \(key.classId), \(edits)")
            return BusyTimes(atKartra, within: year)
        case .googleCalendar:
            let left = BusyTimes(atKartra, within: year)
            #expect(left.ranges.isEmpty, "seed \(random.seed), class \(key.classId), \(edits)")
            return BusyTimes(inGoogle, within: year)
        }
    }

    func expected(for key: ClassKey, _ link: ClassLink, within year: Range<Int>) async throws -> BusyTimes {
        var times =
            Self.letsPass(link.options)
            ? try await wanted(by: key, link, year)
            : try await busyTimes(without: (mirrors[key] ?? []).subtracting(moved), link.googleCalendarId, year)
        for stored in try await world.store.blocks(of: key, feedId: link.feedId) where stored.state == .kept {
            let dates = stored.block.interval.dates
            times.append(Int(dates.start.timeIntervalSince1970)..<Int(dates.end.timeIntervalSince1970))
        }
        return BusyTimes(times, within: year)
    }

    /// Whether an owner lets events pass that Google calls busy.
    static func letsPass(_ options: LinkOptions) -> Bool {
        [options.tentative, options.allDay, options.nativeCopies].contains(.ignore)
    }

    /// What Google calls busy while these mirrors are shown as free.
    private func busyTimes(
        without mirrors: Set<String>, _ calendar: String, _ year: Range<Int>
    ) async throws -> [Range<Int>] {
        var hidden: [String] = []
        for id in mirrors {
            guard calendar == self.calendar, try await owner.isOpaque(calendar, id) else { continue }
            try await owner.edit(calendar, id, ["transparency": "transparent"])
            hidden.append(id)
        }
        let busy = try await owner.freeBusy(calendar, year)
        for id in hidden { try await owner.edit(calendar, id, ["transparency": "opaque"]) }
        return busy
    }

    /// What a link wants that lets some events pass.
    private func wanted(by key: ClassKey, _ link: ClassLink, _ year: Range<Int>) async throws -> [Range<Int>] {
        let calendar = link.googleCalendarId
        let zone = try await owner.timeZone(of: calendar)
        let busy = try await owner.occurrences(calendar, year, zone: zone).filter(\.isBusy)
        let google = BusyTimes(try await owner.freeBusy(calendar, year), within: year)
        #expect(BusyTimes(busy.map(\.times), within: year) == google, "seed \(random.seed): the test's own reckoning")
        let booked = bookings.values.filter { $0.key == key }.reduce(into: Set()) { $0.formUnion($1.times) }
        return busy.filter { event in
            let isMirror = !event.isSeries && !moved.contains(event.id) && mirrors[key]?.contains(event.id) == true
            let isCopy = !event.isAllDay && booked.contains(event.times)
            return !isMirror && !(link.options.tentative == .ignore && event.isTentative)
                && !(link.options.allDay == .ignore && event.isAllDay)
                && !(link.options.nativeCopies == .ignore && isCopy)
        }.map(\.times)
    }

    /// The records of a class as a compacted topic has them.
    private func checkRecords(
        of key: ClassKey, _ link: ClassLink, _ standing: BusyTimes, _ year: Range<Int>
    ) async throws {
        var blocks: [String: Range<Int>] = [:]
        for record in producer.records where record.topic == world.topics.busyBlocks {
            let id = String(decoding: record.key ?? [], as: UTF8.self)
            guard let value = record.value else {
                blocks[id] = nil
                continue
            }
            let block = try JSONDecoder().decode(BusyBlockRecord.self, from: Data(value))
            guard block.classId == key.classId else { continue }
            blocks[id] = try SandboxCalls.range(block.startsAt, block.endsAt)
        }
        #expect(
            BusyTimes(blocks.values, within: year) == standing, "seed \(random.seed), class \(key.classId), \(edits)")
        guard link.options.blockWriter == .kartra else { return }
        let start = year.lowerBound
        let atKartra = try await world.sandbox.blocks(kartraCalendar, key.classId)
        #expect(
            blocks.filter { $0.value.upperBound > start } == atKartra.filter { $0.value.upperBound > start },
            "seed \(random.seed), class \(key.classId), \(edits)")
    }
}
