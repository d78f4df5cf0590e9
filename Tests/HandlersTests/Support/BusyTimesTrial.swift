import CalendarSync
import Foundation
import Handlers
import TestSupport

/// One random calendar and what becomes of it: edits, readings, lost pings, failures, and at the end the truth.
struct BusyTimesTrial {
    let world: HandlersWorld
    /// Failures do not befall the owner, but only the handlers.
    let owner: SandboxCalls
    let calendar: String
    /// Where a class may be linked to for a while.
    let otherCalendar: String
    let keys: [ClassKey]
    let kartraCalendar: String
    let plan: TrialPlan
    let events: RandomEvents
    let workers: TrialWorkers
    let reader: PersistentReader
    let producer = FakeProducer()
    let clock = TrialClock()

    var random: SeededGenerator
    var planted: [PlantedEvent] = []
    /// Mirrors that the booking handler made, by class.
    var mirrors: [ClassKey: Set<String>] = [:]
    /// Those that the owner has moved away from their bookings since they were written.
    var moved: Set<String> = []
    var bookings: [String: TrialBooking] = [:]
    var faults: [Int] = []
    /// Whether the product sees no more than busy times.
    var isBusyOnly = false
    /// Whether only another audit puts all right. A worker that had lost its lease may have written after the one that had
    /// it, and nothing on the other side tells an old write from a new one; or an audit has spent its budget on what was
    /// changed under it.
    var needsAudit = false
    /// What was done, for a failure's text.
    var edits: [String] = []

    /// - Parameter seed: decides everything but the time.
    init(seed: UInt64, world: HandlersWorld) async throws {
        self.world = world
        random = SeededGenerator(seed: seed)
        plan = TrialPlan(&random)
        calendar = plan.isPrimary ? "p\(seed)@example.com" : "c\(seed)@group.calendar.google.com"
        otherCalendar = "x\(seed)@group.calendar.google.com"
        kartraCalendar = "k\(seed)"
        keys = Self.classIds(seed).map { ClassKey(accountId: "42", classId: $0) }
        let zone = RandomEvents.zones.randomElement(using: &random) ?? "UTC"
        events = RandomEvents(calendar: calendar, timeZone: zone, plan: plan, now: Int(Date.now.timeIntervalSince1970))
        workers = TrialWorkers(world: world, producer: producer, clock: clock, seed: seed)
        reader = workers.reader()
        let account = plan.isPrimary ? calendar : "o\(seed)@example.com"
        owner = try await world.sandbox.addCalendar(
            calendar, timeZone: zone, of: account, host: HandlersWorld.hostCalendar)
        try await owner.addCalendar(otherCalendar, timeZone: zone, to: account, host: HandlersWorld.hostCalendar)
    }

    static func classIds(_ seed: UInt64) -> [String] { ["a\(seed)", "b\(seed)"] }

    mutating func run() async throws {
        for _ in 0..<plan.events { try await plant() }
        if plan.isSharedSparingly, chance(0.7) { try await share(sparingly: true) }
        try await link(keys[0])
        if chance(0.5) { try await link(keys[1]) }
        if chance(0.5) { try await book() }
        await read(chance(0.9) ? .link : .push)
        if plan.losesMuch { try await loseMuch() }
        for _ in 0..<Int.random(in: 1...8, using: &random) {
            if chance(0.1) { try await disturb() }
            if chance(0.1) {
                let reader = reader
                let calendar = calendar
                async let reading = reader.read(calendar)
                try await edit()
                _ = await reading
            } else {
                try await edit()
            }
            // A ping that is lost, one that comes, one that comes twice.
            for _ in 0..<(Int.random(in: 0...4, using: &random) / 2) {
                await read([.push, .push, .push, .push, .link, .poll].randomElement(using: &random) ?? .push)
            }
            if chance(0.1) { await read(.manual) }
            if chance(0.05) { await reader.read(calendar, .audit, repair: chance(0.5)) }
        }
        try await settle()
        try await check()
        if chance(0.1) { try await linkElsewhereAndBack() }
        if chance(0.3) { try await tamperAndAudit() }
    }

    /// The failures are over, all pings have come, and all questions are answered.
    mutating func settle() async throws {
        for fault in faults { try await world.sandbox.removeFault(fault) }
        faults = []
        producer.behaviour = .acknowledge
        await reader.read(calendar)
        try await answerBrakes()
        if needsAudit {
            await reader.read(calendar, .audit, repair: true)
            try await answerBrakes()
            await reader.read(calendar, .audit, repair: true)
            needsAudit = false
        }
        if try await passesCopies() {
            // A booking made for an event that was read before opens nothing until all is read again.
            try await check(exactly: false)
            await reader.read(calendar, .manual)
            try await answerBrakes()
        }
    }

    mutating func chance(_ probability: Double) -> Bool { Double.random(in: 0..<1, using: &random) < probability }
}
