import CalendarSync
import Foundation
import Testing
import TestSupport

@Suite struct BlockPlannerTests {
    private let now = Date(timeIntervalSince1970: 1_796_000_000)

    private func block(
        _ id: String, from start: Double = 1, to end: Double = 2, series: String? = nil, zone: String = "UTC",
        integrationId: String = "int-1"
    ) -> BusyBlock {
        let event = SourceEvent(id: id, seriesId: series ?? id, status: .confirmed, start: nil, end: nil)
        let interval = BusyInterval(
            startsAt: now.addingTimeInterval(start * 3_600), endsAt: now.addingTimeInterval(end * 3_600), allDay: false)
        return BusyBlock(
            link: Sample.link(integrationId: integrationId), event: event, interval: interval, timeZone: zone)
    }

    private func stored(_ block: BusyBlock, _ state: StoredBlock.State = .written, revision: Int64 = 4) -> StoredBlock {
        StoredBlock(block: block, state: state, revision: revision)
    }

    private func plan(_ desired: [BusyBlock], _ stored: [StoredBlock]) -> BlockPlan {
        BlockPlanner.plan(desired: desired, stored: stored, now: now)
    }

    @Test func newBlockIsWritten() {
        #expect(plan([block("a")], []) == BlockPlan(upserts: [stored(block("a"), .writing, revision: 1)]))
    }

    @Test func writtenBlockIsLeftAlone() {
        #expect(plan([block("a")], [stored(block("a"))]).isEmpty)
    }

    @Test func anyDifferenceIsWritten() {
        let changed = [
            block("a", from: 1.5), block("a", to: 3), block("a", series: "s"), block("a", zone: "Europe/Paris"),
            block("a", integrationId: "int-2"),
        ]
        for block in changed {
            #expect(plan([block], [stored(self.block("a"))]).upserts == [stored(block, .writing, revision: 5)])
        }
    }

    @Test(arguments: [StoredBlock.State.writing, .removing])
    func whatWasInterruptedIsDoneAgain(state: StoredBlock.State) {
        let old = stored(block("a"), state)
        #expect(plan([block("a")], [old]) == BlockPlan(upserts: [stored(block("a"), .writing, revision: 5)]))
        #expect(plan([], [old]) == BlockPlan(removals: [stored(block("a"), .removing, revision: 5)]))
    }

    @Test func unwantedBlockIsRemoved() {
        let plan = plan([block("b")], [stored(block("a")), stored(block("b"))])
        #expect(
            plan == BlockPlan(unchanged: [stored(block("b"))], removals: [stored(block("a"), .removing, revision: 5)]))
    }

    @Test func whatIsOverCallsNobody() {
        let over = block("a", from: -2, to: 0)
        #expect(plan([over], []).isEmpty)
        for state in [StoredBlock.State.writing, .written, .removing] {
            #expect(plan([], [stored(over, state)]) == BlockPlan(expired: [stored(over, state)]))
            #expect(plan([over], [stored(over, state)]) == BlockPlan(expired: [stored(over, state)]))
        }
    }

    @Test func runningBlockIsStillWritten() {
        #expect(plan([block("a", from: -2, to: 0.1)], []).upserts.count == 1)
    }

    @Test func blockMovedIntoThePastIsRemoved() {
        let plan = plan([block("a", from: -3, to: -2)], [stored(block("a"))])
        #expect(plan == BlockPlan(removals: [stored(block("a"), .removing, revision: 5)]))
    }

    @Test func sameIdTwiceIsWrittenOnce() {
        #expect(plan([block("a"), block("a")], []).upserts.count == 1)
    }

    /// SHA-256 of the parts, worked out with another implementation.
    @Test func blockIdIsStableAndOfItsClassAndCalendar() {
        #expect(block("evt1").blockId == "68187dulr72d7crcfenh6ah5rj6m60kb")
        let event = SourceEvent(id: "evt1", seriesId: "evt1", status: .confirmed, start: nil, end: nil)
        let interval = BusyInterval(startsAt: now, endsAt: now.addingTimeInterval(60), allDay: false)
        let links = [
            Sample.link(), Sample.link(classId: "311"), Sample.link(googleCalendarId: "other@example.com"),
        ]
        let ids = links.map { BusyBlock(link: $0, event: event, interval: interval, timeZone: "UTC").blockId }
        #expect(Set(ids).count == 3)
        #expect(block("evt1", integrationId: "int-2").blockId == block("evt1").blockId)
    }

    /// Whatever stands and whatever is wanted: after the plan, what is wanted and not over stands, and nothing is left to do.
    @Test func plansConverge() throws {
        var random = SeededGenerator()
        var stored: [String: StoredBlock] = [:]
        for _ in 0..<3_000 {
            let comment: Comment = "seed \(random.seed)"
            var desired: [String: BusyBlock] = [:]
            for _ in 0..<Int.random(in: 0...6, using: &random) {
                let start = Double(Int.random(in: -4...6, using: &random))
                let length = Double(Int.random(in: 1...3, using: &random))
                let block = block(
                    "e\(Int.random(in: 0..<8, using: &random))", from: start, to: start + length,
                    series: Bool.random(using: &random) ? "s" : nil)
                desired[block.blockId] = block
            }
            let before = stored
            let plan = plan(Array(desired.values), Array(stored.values))

            for upsert in plan.upserts {
                try #require(
                    desired[upsert.block.blockId] == upsert.block && upsert.block.interval.endsAt > now, comment)
                try #require(upsert.revision == (before[upsert.block.blockId]?.revision ?? 0) + 1, comment)
                // Some are cut short between the write and the note of it.
                let state: StoredBlock.State = Int.random(in: 0..<5, using: &random) == 0 ? .writing : .written
                stored[upsert.block.blockId] = self.stored(upsert.block, state, revision: upsert.revision)
            }
            for removal in plan.removals {
                let wanted = desired[removal.block.blockId].map { $0.interval.endsAt > now } ?? false
                try #require(!wanted && removal.block.interval.endsAt > now, comment)
                stored[removal.block.blockId] = Int.random(in: 0..<5, using: &random) == 0 ? removal : nil
            }
            for expired in plan.expired {
                try #require(expired.block.interval.endsAt <= now, comment)
                stored[expired.block.blockId] = nil
            }
            let again = self.plan(Array(desired.values), Array(stored.values))
            try #require(Set(again.upserts.map(\.block.blockId)) == ids(stored, .writing), comment)
            try #require(Set(again.removals.map(\.block.blockId)) == ids(stored, .removing), comment)
            try #require(again.expired.isEmpty, comment)
            let standing = stored.values.filter { $0.state != .removing }.map(\.block)
            try #require(Set(standing) == Set(desired.values.filter { $0.interval.endsAt > now }), comment)
        }
    }

    private func ids(_ stored: [String: StoredBlock], _ state: StoredBlock.State) -> Set<String> {
        Set(stored.values.filter { $0.state == state }.map(\.block.blockId))
    }
}
