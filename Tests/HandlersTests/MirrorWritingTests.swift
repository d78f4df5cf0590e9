import CalendarSync
import Foundation
import Handlers
import OutboundHTTP
import Testing

/// What a link's options make of an event, as Google has it.
@Suite(.timeLimit(.minutes(1))) struct MirrorWritingTests {
    private typealias World = HandlersWorld

    private static func event(_ world: World) async throws -> [String: String] {
        try await world.sandbox.texts(ofTheOnlyEventIn: World.hostCalendar)
    }

    @Test func everyOptionReachesTheEventAndNobodyIsInvited() async throws {
        try await World.run { world in
            let options = LinkOptions(
                location: "Room {{classId}}", linkBack: "https://app.example/{{subscriptionId}}", visibility: .private,
                colorId: "11", reminders: [.init(method: .popup, minutes: 5)])
            try await world.link(World.strategyCall, to: World.hostCalendar, options: options)
            _ = await world.bookings.handle(try World.booking(revision: 1), world.context("e1"))
            let event = try await Self.event(world)
            #expect(event["summary"] == "Strategy call — Ana Lopez")
            #expect(event["location"] == "Room 310")
            #expect(event["visibility"] == "private")
            #expect(event["colorId"] == "11")
            let description = try #require(event["description"])
            #expect(description.hasSuffix("<a href=\"https://app.example/9001\">Open in Kartra</a>"))
            #expect(event["attendees"] == nil)
        }
    }

    @Test func anOptionThatChangesIsWrittenOnceAndTakenBackWhole() async throws {
        try await World.run { world in
            try await world.link(World.strategyCall, to: World.hostCalendar)
            _ = await world.bookings.handle(try World.booking(), world.context("e1"))
            for options in [LinkOptions(location: "Room 1", visibility: .public, colorId: "3"), LinkOptions()] {
                var link = try #require(try await world.store.link(World.strategyCall))
                link.options = options
                try await world.store.save(link)
                #expect(try await world.mirrorAll(World.strategyCall).kinds == [.mirrorUpdated])
                let event = try await Self.event(world)
                #expect(event["location"] == (options.location.isEmpty ? nil : options.location))
                #expect(event["colorId"] == options.colorId)
                #expect(event["visibility"] == (options.visibility == .default ? nil : "public"))
                #expect(try await world.mirrorAll(World.strategyCall).result?.reason == .unchanged)
            }
        }
    }
}

extension SandboxCalls {
    /// The fields that hold text, and every other as what it is called.
    fileprivate func texts(ofTheOnlyEventIn calendar: String) async throws -> [String: String] {
        let id = try #require(try await live(calendar).first?.id)
        return try await call(.get, events(calendar) + "/\(id)", nil)
            .reduce(into: [:]) { $0[$1.key] = $1.value as? String ?? $1.key }
    }
}
