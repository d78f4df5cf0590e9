import CalendarSync
import Foundation
import Testing

@testable import Handlers

/// Blocks as events of a Google calendar.
@Suite(.timeLimit(.minutes(2))) struct BlockEventTests {
    private static func run(_ test: @escaping @Sendable (BlockDesk) async throws -> Void) async throws {
        try await HandlersWorld.run { world in try await test(try await BlockDesk(.googleCalendar, world)) }
    }

    @Test func anEventShowsTheTimeAndNothingElse() async throws {
        try await Self.run { desk in
            let block = desk.block("a", "2030-05-06T15:00:00Z")
            try await desk.writer.apply(upserts: [block], removals: [])
            let members = [
                "summary", "description", "visibility", "transparency", "attendees", "reminders.overrides",
                "start.timeZone",
            ]
            #expect(
                try await desk.world.sandbox.event(desk.calendarId, block.blockId, members: members)
                    == ["summary": "Busy", "visibility": "private", "start.timeZone": HandlersWorld.zone])
            let useDefault = "reminders.useDefault"
            let reminders = try await desk.world.sandbox.event(
                desk.calendarId, block.blockId, members: [useDefault])
            #expect(["0", "false"].contains(reminders[useDefault]))
        }
    }

    @Test func aNewBlockTakesOneCallAMovedOneTwoAndARemovedOneOne() async throws {
        try await Self.run { desk in
            let block = desk.block("a", "2030-05-06T15:00:00Z")
            let new: Int = try await desk.writer.apply(upserts: [block], removals: [])
            let moved: Int = try await desk.writer.apply(upserts: [block], removals: [])
            let removed: Int = try await desk.writer.apply(upserts: [], removals: [block])
            #expect(new == 1 && moved == 2 && removed == 1)
        }
    }

    /// Google is seen to give the id of a deleted event back, to refuse it, and to forget the event but not its id.
    @Test(arguments: ["revive", "forbidden", "gone", "purged"])
    func aBlockComesBackWhateverGoogleThinksOfItsOldId(behaviour: String) async throws {
        try await Self.run { desk in
            let sandbox = desk.world.sandbox
            if behaviour != "purged" {
                try await sandbox.control("google/toggles", ["tombstoneWrite": behaviour])
            }
            for hour in 10..<14 {
                let block = desk.block("a", "2030-05-06T\(hour):00:00Z")
                let moved = desk.block("a", "2030-05-07T\(hour):00:00Z")
                try await desk.writer.apply(upserts: [block], removals: [])
                #expect(try await desk.times() == BlockDesk.times(of: [block]))
                try await desk.writer.apply(upserts: [moved], removals: [])
                #expect(try await desk.times() == BlockDesk.times(of: [moved]))
                let standing = try await desk.writer.standing(
                    of: desk.link.classKey, calendarId: desk.link.calendarId, from: .distantPast, to: .distantFuture)
                #expect(standing.map(\.blockId) == [block.blockId])
                try await desk.writer.apply(upserts: [], removals: [moved])
                #expect(try await desk.times().isEmpty)
                if behaviour == "purged" {
                    let id = desk.calendarId.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
                    try await sandbox.control("google/calendars/\(id)/purge", [:])
                }
            }
        }
    }

    @Test func eventsOfTheHostsOwnAreNoBlocksAndStay() async throws {
        try await Self.run { desk in
            let block = desk.block("a", "2030-05-06T15:00:00Z")
            try await desk.writer.apply(upserts: [block], removals: [])
            // A copy made in Google Calendar has our marker and an id of its own.
            let written = try #require(try await desk.world.sandbox.live(desk.calendarId).first)
            try await desk.world.sandbox.insert(
                desk.calendarId,
                [
                    "start": ["dateTime": written.start], "end": ["dateTime": written.end],
                    "extendedProperties": ["private": ["calsync": written.marker ?? ""]],
                ])
            let standing = try await desk.writer.standing(
                of: desk.link.classKey, calendarId: desk.link.calendarId, from: .distantPast, to: .distantFuture)
            #expect(standing.map(\.blockId) == [block.blockId])
            for _ in 0..<2 { try await desk.writer.apply(upserts: [], removals: [block]) }
            #expect(try await desk.times().count == 1)
        }
    }

    @Test func aBlockThatKeepsFailingDoesNotHoldUpTheOthers() async throws {
        try await Self.run { desk in
            let blocks = desk.blocks(4)
            try await desk.writer.apply(upserts: [blocks[1]], removals: [])
            _ = try await desk.world.sandbox.addFault([
                "match": ["method": "events.update", "eventId": blocks[1].blockId], "status": 500,
                "reason": "backendError",
            ])
            let error = await #expect(throws: BlockWriteError.self) {
                try await desk.writer.apply(upserts: blocks, removals: [])
            }
            guard case .retriable = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(try await desk.times() == BlockDesk.times(of: blocks))
            #expect(try await desk.world.sandbox.calls()["events.update"] == 3)
        }
    }

    @Test func anOutageEndsTheRunAndALongPauseIsHandedOn() async throws {
        try await Self.run { desk in
            let outage = try await desk.world.sandbox.addFault([
                "match": ["method": "events.insert"], "status": 429, "reason": "rateLimitExceeded", "retryAfter": 60,
            ])
            await #expect(
                throws: BlockWriteError.retriable(
                    reason: "google: rateLimitExceeded(retryAfter: Optional(60.0 seconds))", after: .seconds(60))
            ) { try await desk.writer.apply(upserts: desk.blocks(50), removals: []) }
            #expect(try await desk.world.sandbox.calls()["events.insert"] == 1)
            try await desk.world.sandbox.removeFault(outage)
            try await desk.writer.apply(upserts: desk.blocks(2), removals: [])
            #expect(try await desk.times().count == 2)
        }
    }
}
