import CalendarSync
import Foundation
import Handlers
import Kartra

/// One of the two ways to write blocks, and a look at what stands on the other side that does not go through it.
struct BlockDesk: Sendable {
    enum Side: CaseIterable, Sendable { case kartra, googleCalendar }

    typealias World = HandlersWorld

    let side: Side
    let world: HandlersWorld
    let link: ClassLink
    let writers: BlockWriters
    let target: BlockTarget
    let writer: any BusyBlockWriter

    init(_ side: Side, _ world: HandlersWorld) async throws {
        self.side = side
        self.world = world
        switch side {
        case .kartra: link = try await world.link(World.strategyCall, to: World.hostCalendar)
        case .googleCalendar:
            link = try await world.link(
                World.strategyCall, to: World.hostCalendar, options: LinkOptions(blockWriter: .googleCalendar))
        }
        writers = world.writers()
        target = try await writers.target(of: link)
        writer = try await writers.writer(for: target)
    }

    /// The calendar of the blocks; empty where they go to Kartra.
    var calendarId: String {
        switch target {
        case .kartra: ""
        case .googleCalendar(_, let calendarId): calendarId
        }
    }

    /// - Parameters:
    ///   - name: of the event that it comes from.
    ///   - start: RFC 3339.
    func block(_ name: String, _ start: String, hours: Double = 1, allDay: Bool = false) -> BusyBlock {
        let startsAt = Date(rfc3339: start) ?? .distantPast
        let interval = BusyInterval(
            startsAt: startsAt, endsAt: startsAt.addingTimeInterval(hours * 3_600), allDay: allDay)
        let event = SourceEvent(id: name, seriesId: name, status: .confirmed, start: nil, end: nil)
        return BusyBlock(link: link, event: event, interval: interval, timeZone: World.zone)
    }

    /// Blocks an hour long, each on a day of its own.
    func blocks(_ count: Int) -> [BusyBlock] {
        (0..<count).map { number in
            let start = Date(timeIntervalSince1970: 1_900_000_800 + Double(number) * 86_400)
            return block("event\(number)", start.rfc3339)
        }
    }

    /// What stands, in seconds since 1970; a time that stands twice is there twice.
    func times() async throws -> [Range<Int>] {
        let times =
            switch side {
            case .kartra:
                try await world.sandbox.blocks(World.strategyCall.classId).map {
                    try SandboxCalls.range($0.startsAt, $0.endsAt)
                }
            case .googleCalendar:
                try await world.sandbox.live(calendarId).map { try SandboxCalls.range($0.start, $0.end) }
            }
        return times.sorted { $0.lowerBound < $1.lowerBound }
    }

    static func times(of blocks: [BusyBlock]) -> [Range<Int>] {
        blocks.map { block in
            let interval = block.interval
            return Int(interval.startsAt.timeIntervalSince1970)..<Int(interval.endsAt.timeIntervalSince1970)
        }.sorted { $0.lowerBound < $1.lowerBound }
    }

    /// The method of the other side's API that one new block is written by.
    var writeMethod: String {
        switch side {
        case .kartra: "kartra.busyBlocks.put"
        case .googleCalendar: "events.insert"
        }
    }

    var removeMethod: String {
        switch side {
        case .kartra: "kartra.busyBlocks.delete"
        case .googleCalendar: "events.delete"
        }
    }

    /// Writes as a worker does: what may succeed later is tried again.
    func applyUntilDone(upserts: [BusyBlock] = [], removals: [BusyBlock] = []) async throws {
        for _ in 0..<5 {
            do {
                try await writer.apply(upserts: upserts, removals: removals)
                return
            } catch BlockWriteError.retriable {
                continue
            }
        }
        try await writer.apply(upserts: upserts, removals: removals)
    }
}
