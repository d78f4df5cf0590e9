import CalendarSync
import GoogleCalendar
import OutboundHTTP

/// One run over blocks that are to be written to a Google calendar or removed from it. Calls that fail for now are made
/// again, alone and a few times. Throws what would befall the next call too.
struct BlockWriteRun {
    private static let attempts = 3
    private static let pause = Backoff(base: .milliseconds(250), cap: .seconds(2))
    /// So many blocks may fail, each for itself; more are no matter of single blocks.
    private static let mostFailures = 5
    private static let mostGenerations = 32

    private let events: GoogleCalendarBlockWriter
    private let clock: any Clock<Duration>
    private(set) var calls = 0
    private var failures: [GoogleError] = []
    /// The ids of the blocks that failed for themselves.
    private(set) var failedBlocks: Set<String> = []

    init(events: GoogleCalendarBlockWriter, clock: any Clock<Duration>) {
        self.events = events
        self.clock = clock
    }

    /// Of the blocks that failed for themselves; what may succeed comes before what never will.
    var mostUrgentFailure: GoogleError? {
        failures.first { if case .again = BlockFailure($0) { true } else { false } } ?? failures.first
    }

    mutating func write(_ blocks: [BusyBlock]) async throws {
        for block in blocks {
            try await patiently([block.blockId]) { run in try await run.write(block) }
        }
    }

    mutating func remove(_ blocks: [BusyBlock]) async throws {
        var missing: Set<String> = []
        for block in blocks {
            try await patiently([block.blockId]) { run in
                run.calls += 1
                if try await !run.events.delete(block.blockId) { missing.insert(block.blockId) }
            }
        }
        if missing.isEmpty { return }
        try await patiently(missing) { run in try await run.removeLaterGenerations(of: missing) }
    }

    /// Inserts first: most blocks are new, and of an unknown id PUT would only say 404. What stands already takes a second
    /// call. In this calendar nobody else has an id of ours, so PUT needs no look at what it replaces.
    private mutating func write(_ block: BusyBlock) async throws {
        let event = BlockEvent(block)
        for generation in 0..<Self.mostGenerations {
            let draft = event.draft(of: block, generation: generation)
            calls += 1
            if try await events.insert(draft) { return }
            calls += 1
            if try await events.replace(event.id(generation: generation), draft) { return }
        }
        throw GoogleError.duplicate
    }

    /// Where Google has not given an id back, the block stands under a later one, which only its marker tells.
    private mutating func removeLaterGenerations(of blockIds: Set<String>) async throws {
        calls += 1
        let found: [GoogleEvent]
        do {
            found = try await events.list()
        } catch GoogleError.notFound {
            // Without its calendar no block stands.
            return
        }
        for event in found {
            guard let block = BlockEvent(event), blockIds.contains(block.blockId) else { continue }
            calls += 1
            _ = try await events.delete(event.id)
        }
    }

    private mutating func patiently(
        _ blockIds: Set<String>, _ body: (inout BlockWriteRun) async throws -> Void
    ) async throws {
        for attempt in 1...Self.attempts {
            do {
                return try await body(&self)
            } catch let error as GoogleError {
                // Longer waits are not for here: the feed is leased meanwhile.
                let wait = max(Self.pause.ceiling(afterAttempt: attempt), error.retryAfter ?? .zero)
                let isLast = attempt == Self.attempts || wait > Self.pause.cap
                switch BlockFailure(error) {
                case .again where isLast, .never:
                    failures.append(error)
                    failedBlocks.formUnion(blockIds)
                    if failures.count > Self.mostFailures { throw mostUrgentFailure ?? error }
                    return
                case .slower where isLast, .calendarGone, .account: throw error
                case .again, .slower: try await clock.sleep(for: wait)
                }
            }
        }
    }
}
