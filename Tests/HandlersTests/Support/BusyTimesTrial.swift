import CalendarSync
import Foundation
import Handlers
import Records
import TestSupport
import Testing

/// One random calendar and what becomes of it: edits, readings, lost pings, failures, and at the end the truth.
struct BusyTimesTrial {
    let world: HandlersWorld
    /// Failures do not befall the owner, but only the handlers.
    let owner: SandboxCalls
    let calendar: String
    let keys: [ClassKey]
    let kartraCalendar: String
    let events: RandomEvents
    let reader: PersistentReader
    let producer = FakeProducer()
    let clock = TrialClock()

    var random: SeededGenerator
    var planted: [PlantedEvent] = []
    /// Mirrors that the booking handler made, by class.
    var mirrors: [ClassKey: Set<String>] = [:]
    var bookings: [String: ClassKey] = [:]
    var faults: [Int] = []
    var edits: [String] = []

    /// - Parameter seed: decides everything but the time.
    init(seed: UInt64, world: HandlersWorld) async throws {
        self.world = world
        random = SeededGenerator(seed: seed)
        let isPrimary = Bool.random(using: &random)
        calendar = isPrimary ? "p\(seed)@example.com" : "c\(seed)@group.calendar.google.com"
        kartraCalendar = "k\(seed)"
        keys = Self.classIds(seed).map { ClassKey(accountId: "42", classId: $0) }
        events = RandomEvents(
            calendar: calendar, timeZone: RandomEvents.zones.randomElement(using: &random) ?? "UTC",
            isPrimary: isPrimary, now: Int(Date.now.timeIntervalSince1970))
        reader = PersistentReader(
            world: world, handler: world.feeds(producer: producer, now: { [clock] in clock.now }), calendar: calendar,
            seed: seed)
        owner = try await world.sandbox.addCalendar(
            calendar, timeZone: events.timeZone, of: isPrimary ? calendar : "o\(seed)@example.com",
            host: HandlersWorld.hostCalendar)
    }

    static func classIds(_ seed: UInt64) -> [String] { ["a\(seed)", "b\(seed)"] }

    mutating func run() async throws {
        for _ in 0..<Int.random(in: 0...8, using: &random) { try await plant() }
        try await link(keys[0])
        if chance(0.5) { try await link(keys[1]) }
        if chance(0.5) { try await book() }
        await reader.read(chance(0.9) ? .link : .push)
        for _ in 0..<Int.random(in: 1...8, using: &random) {
            if chance(0.1) { try await disturb() }
            if chance(0.1) {
                let reader = reader
                async let reading: Void = reader.read()
                try await edit()
                await reading
            } else {
                try await edit()
            }
            // A ping that is lost, one that comes, one that comes twice.
            for _ in 0..<(Int.random(in: 0...4, using: &random) / 2) { await reader.read(chance(0.9) ? .push : .poll) }
        }
        for fault in faults { try await world.sandbox.removeFault(fault) }
        producer.behaviour = .acknowledge
        await reader.read()
        try await check()
    }

    mutating func chance(_ probability: Double) -> Bool { Double.random(in: 0..<1, using: &random) < probability }

    mutating func link(_ key: ClassKey) async throws {
        try await world.link(key, to: calendar, calendarId: kartraCalendar)
    }

    // MARK: Failures

    /// A failure of Google's, of Kartra's or of the broker's.
    private mutating func disturb() async throws {
        let methods = ["events.list", "events.instances", "kartra.busyBlocks.*"]
        let method = methods.randomElement(using: &random) ?? ""
        let isKartra = method.hasPrefix("kartra")
        let match =
            isKartra
            ? ["method": method, "calendarId": kartraCalendar]
            : ["method": method, "calendarId": calendar, "user": HandlersWorld.hostCalendar]
        var fault: [String: any Sendable] = ["match": match, "times": Int.random(in: 1...3, using: &random)]
        switch Int.random(in: 0..<10, using: &random) {
        case 0:
            fault["hang"] = true
            fault["times"] = 1
        case 1...3:
            fault["status"] = isKartra ? 429 : 403
            fault["reason"] = "rateLimitExceeded"
        case 4:
            producer.behaviour = .refuseNext(Int.random(in: 1...2, using: &random))
            return
        default: fault["status"] = [500, 503].randomElement(using: &random) ?? 500
        }
        fault["after"] = chance(0.5)
        if chance(0.5) { fault["probability"] = 0.5 }
        faults.append(try await world.sandbox.addFault(fault))
    }

    // MARK: The truth

    private func check() async throws {
        let start = Int(clock.now.timeIntervalSince1970) + 1
        let year = start..<start + 365 * 86_400
        for key in keys where try await world.store.link(key) != nil {
            let blocks = try await world.sandbox.blocks(kartraCalendar, key.classId)
            let standing = BusyTimes(blocks.values, within: year)
            let busy = BusyTimes(try await busyTimes(without: mirrors[key] ?? [], year), within: year)
            #expect(
                standing == busy,
                """
                seed \(random.seed), class \(key.classId), \(calendar) in \(events.timeZone), \(edits): \
                Kartra alone has \(standing.missing(in: busy)), Google alone has \(busy.missing(in: standing))
                """)
            let published = try published(key).filter { $0.value.upperBound > start }
            #expect(
                published == blocks.filter { $0.value.upperBound > start }, "seed \(random.seed), class \(key.classId)")
        }
        let texts = producer.records.map { record in
            String(decoding: (record.key ?? []) + (record.value ?? []), as: UTF8.self) + "\(record.headers)"
        }
        #expect(!texts.contains { $0.contains(RandomEvents.canary) }, "seed \(random.seed)")
    }

    /// What Google calls busy while these mirrors are shown as free.
    private func busyTimes(without mirrors: Set<String>, _ bounds: Range<Int>) async throws -> [Range<Int>] {
        var hidden: [String] = []
        for id in mirrors where try await owner.isOpaque(calendar, id) {
            try await owner.edit(calendar, id, ["transparency": "transparent"])
            hidden.append(id)
        }
        let busy = try await owner.freeBusy(calendar, bounds)
        for id in hidden { try await owner.edit(calendar, id, ["transparency": "opaque"]) }
        return busy
    }

    /// The records of a class as a compacted topic has them.
    private func published(_ key: ClassKey) throws -> [String: Range<Int>] {
        var blocks: [String: Range<Int>] = [:]
        for record in producer.records {
            let id = String(decoding: record.key ?? [], as: UTF8.self)
            guard let value = record.value else {
                blocks[id] = nil
                continue
            }
            let block = try JSONDecoder().decode(BusyBlockRecord.self, from: Data(value))
            guard block.classId == key.classId else { continue }
            blocks[id] = try SandboxCalls.range(block.startsAt, block.endsAt)
        }
        return blocks
    }
}
