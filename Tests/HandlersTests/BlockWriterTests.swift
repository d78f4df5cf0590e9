import CalendarSync
import Foundation
import GoogleCalendar
import Kartra
import Testing

@testable import Handlers

/// What both ways to write blocks have in common.
@Suite(.timeLimit(.minutes(2))) struct BlockWriterTests {
    private static func run(
        _ side: BlockDesk.Side, _ test: @escaping @Sendable (BlockDesk) async throws -> Void
    ) async throws {
        try await HandlersWorld.run { world in try await test(try await BlockDesk(side, world)) }
    }

    @Test(arguments: BlockDesk.Side.allCases)
    func aBlockIsWrittenMovedAndRemoved(side: BlockDesk.Side) async throws {
        try await Self.run(side) { desk in
            let block = desk.block("a", "2030-05-06T15:00:00Z")
            let other = desk.block("b", "2030-05-07T15:00:00Z")
            try await desk.writer.apply(upserts: [block, other], removals: [])
            #expect(try await desk.times() == BlockDesk.times(of: [block, other]))
            let moved = desk.block("a", "2030-05-06T20:00:00Z", hours: 0.5)
            #expect(moved.blockId == block.blockId)
            try await desk.writer.apply(upserts: [moved], removals: [])
            #expect(try await desk.times() == BlockDesk.times(of: [moved, other]))
            try await desk.writer.apply(upserts: [], removals: [moved])
            #expect(try await desk.times() == BlockDesk.times(of: [other]))
        }
    }

    @Test(arguments: BlockDesk.Side.allCases)
    func writingOrRemovingTwiceIsDoingItOnce(side: BlockDesk.Side) async throws {
        try await Self.run(side) { desk in
            let block = desk.block("a", "2030-05-06T15:00:00Z")
            let never = desk.block("never", "2030-05-07T15:00:00Z")
            for _ in 0..<2 { try await desk.writer.apply(upserts: [block], removals: []) }
            #expect(try await desk.times() == BlockDesk.times(of: [block]))
            for _ in 0..<2 { try await desk.writer.apply(upserts: [], removals: [block, never]) }
            #expect(try await desk.times().isEmpty)
        }
    }

    @Test(arguments: BlockDesk.Side.allCases)
    func aBlockThatWasRemovedComesBack(side: BlockDesk.Side) async throws {
        try await Self.run(side) { desk in
            let block = desk.block("a", "2030-05-06T15:00:00Z")
            for _ in 0..<2 {
                try await desk.writer.apply(upserts: [block], removals: [])
                #expect(try await desk.times() == BlockDesk.times(of: [block]))
                try await desk.writer.apply(upserts: [], removals: [block])
                #expect(try await desk.times().isEmpty)
            }
        }
    }

    /// In Denver 3 November 2030 has 25 hours, and 10 March has 23.
    @Test(arguments: BlockDesk.Side.allCases)
    func wholeDaysAreExactWhenTheClocksChange(side: BlockDesk.Side) async throws {
        try await Self.run(side) { desk in
            let days = [
                desk.block("spring", "2030-03-10T07:00:00Z", hours: 23, allDay: true),
                desk.block("week", "2030-07-01T06:00:00Z", hours: 7 * 24, allDay: true),
                desk.block("autumn", "2030-11-03T06:00:00Z", hours: 25, allDay: true),
            ]
            let nights = [desk.block("night", "2030-11-05T05:00:00Z", hours: 40)]
            try await desk.writer.apply(upserts: days + nights, removals: [])
            #expect(try await desk.times() == BlockDesk.times(of: days + nights))
            let standing = try await desk.writer.standing(
                of: desk.link.classKey, calendarId: desk.link.calendarId, from: .distantPast, to: .distantFuture)
            #expect(
                Set(standing)
                    == Set(
                        (days + nights).map {
                            StandingBlock(
                                blockId: $0.blockId, startsAt: $0.interval.startsAt, endsAt: $0.interval.endsAt)
                        }))
        }
    }

    @Test(arguments: BlockDesk.Side.allCases)
    func standingNamesExactlyTheBlocksThatOverlap(side: BlockDesk.Side) async throws {
        try await Self.run(side) { desk in
            try await desk.world.sandbox.control("google/toggles", ["shortPages": true])
            let blocks = desk.blocks(12)
            try await desk.writer.apply(upserts: blocks, removals: [])
            // Touching is not overlapping.
            let found = try await desk.writer.standing(
                of: desk.link.classKey, calendarId: desk.link.calendarId, from: blocks[2].interval.endsAt,
                to: blocks[8].interval.startsAt.addingTimeInterval(1))
            #expect(Set(found.map(\.blockId)) == Set(blocks[3...8].map(\.blockId)))
            #expect(found.count == 6)
            try await desk.writer.apply(upserts: [], removals: Array(blocks[3...6]))
            let left = try await desk.writer.standing(
                of: desk.link.classKey, calendarId: desk.link.calendarId, from: blocks[0].interval.startsAt,
                to: blocks[11].interval.endsAt)
            #expect(Set(left.map(\.blockId)) == Set((blocks[...2] + blocks[7...]).map(\.blockId)))
        }
    }

    @Test(
        arguments: BlockDesk.Side.allCases, [(429, "rateLimitExceeded"), (500, "backendError"), (503, "backendError")])
    func whatFailsForNowIsDoneInTheEnd(side: BlockDesk.Side, fault: (status: Int, reason: String)) async throws {
        try await Self.run(side) { desk in
            let blocks = desk.blocks(2)
            func disturb(_ method: String) async throws {
                // Once before the call has taken effect, and once after.
                for after in [false, true] {
                    _ = try await desk.world.sandbox.addFault([
                        "match": ["method": method], "status": fault.status, "reason": fault.reason, "times": 1,
                        "after": after,
                    ])
                }
            }
            try await disturb(desk.writeMethod)
            try await desk.applyUntilDone(upserts: blocks)
            #expect(try await desk.times() == BlockDesk.times(of: blocks))
            try await disturb(desk.removeMethod)
            try await desk.applyUntilDone(removals: blocks)
            #expect(try await desk.times().isEmpty)
        }
    }

    @Test(arguments: BlockDesk.Side.allCases)
    func refusedCredentialsAreToldFromPassingFailures(side: BlockDesk.Side) async throws {
        try await Self.run(side) { desk in
            let block = desk.block("a", "2030-05-06T15:00:00Z")
            switch side {
            case .kartra:
                let writer = KartraBusyBlockClient(
                    http: desk.world.http, baseURL: desk.world.sandbox.baseURL + "/kartra", token: "wrong")
                let error = await #expect(throws: BlockWriteError.self) {
                    try await writer.apply(upserts: [block], removals: [])
                }
                guard case .unauthorized = error else {
                    Issue.record("\(String(describing: error))")
                    return
                }
            case .googleCalendar:
                try await desk.world.sandbox.control("google/users/\(HandlersWorld.hostCalendar)/revoke", [:])
                let error = await #expect(throws: AccountFailure.self) {
                    try await desk.writer.apply(upserts: [block], removals: [])
                }
                #expect(error?.integrationId == desk.world.integrationId)
                #expect(error?.error.advice == .reconnect)
            }
        }
    }
}
