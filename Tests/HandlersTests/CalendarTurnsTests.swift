import CalendarSync
import Foundation
import Testing

@testable import Handlers

@Suite(.timeLimit(.minutes(1))) struct CalendarTurnsTests {
    private struct Failed: Error {}

    @Test func writesToOneCalendarNeverOverlap() async throws {
        let turns = CalendarTurns()
        let log = Log()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<20 {
                group.addTask {
                    try? await turns.run("a") {
                        await log.enter()
                        await Task.yield()
                        await log.leave()
                        // A write that fails gives its turn on, too.
                        if number.isMultiple(of: 3) { throw Failed() }
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(await log.finished == 20)
        #expect(await log.most == 1)
    }

    @Test func calendarsDoNotWaitForEachOther() async throws {
        let turns = CalendarTurns()
        await turns.run("a") {
            await turns.run("b") {}
        }
        await turns.run("a") {}
    }

    private actor Log {
        private var inside = 0
        private(set) var most = 0
        private(set) var finished = 0

        func enter() {
            inside += 1
            most = max(most, inside)
        }

        func leave() {
            inside -= 1
            finished += 1
        }
    }
}
