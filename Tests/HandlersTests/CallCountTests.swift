import CalendarSync
import Foundation
import Testing

/// What a change in Google costs in calls to Google and to Kartra.
@Suite(.timeLimit(.minutes(2))) struct CallCountTests {
    private typealias World = HandlersWorld

    private static func event(_ day: Int, _ from: String, _ to: String, rule: String? = nil) -> [String: any Sendable] {
        let zone = TimeZone(identifier: World.zone) ?? .gmt
        let date = Date.now.addingTimeInterval(TimeInterval(day * 86_400)).rfc3339(in: zone).prefix(10)
        var event: [String: any Sendable] = [
            "start": ["dateTime": "\(date)T\(from):00", "timeZone": World.zone],
            "end": ["dateTime": "\(date)T\(to):00", "timeZone": World.zone],
        ]
        if let rule { event["recurrence"] = ["RRULE:" + rule] }
        return event
    }

    /// A calendar with ten series and ten single events, all read.
    private func settle(_ world: World) async throws -> (calendar: String, single: String, series: String) {
        let calendar = World.teamCalendar
        var ids: [(single: String, series: String)] = []
        for day in 3..<13 {
            ids.append(
                (
                    try await world.sandbox.insert(calendar, Self.event(day, "14:00", "15:00")),
                    try await world.sandbox.insert(
                        calendar, Self.event(day, "08:00", "08:30", rule: "FREQ=WEEKLY;COUNT=6"))
                ))
        }
        try await world.link(World.strategyCall, to: calendar)
        await world.read(calendar, trigger: .link)
        #expect(try await world.sandbox.blocks("77", "310").count == 70)
        try await world.sandbox.resetCalls()
        return (calendar, ids[4].single, ids[4].series)
    }

    /// Calls of the reading alone.
    private func costs(_ world: World, _ calendar: String) async throws -> [String: Int] {
        try await world.sandbox.resetCalls()
        await world.read(calendar)
        return try await world.sandbox.calls().filter { $0.key.contains(".") }
    }

    @Test func anEventThatChangedCostsOneListAndOneBlockAndNoExpansion() async throws {
        try await World.run { world in
            let (calendar, single, _) = try await settle(world)
            try await world.sandbox.put(calendar, single, Self.event(20, "16:00", "17:00"))
            let calls = try await costs(world, calendar)
            #expect(calls == ["events.list": 1, "kartra.busyBlocks.put": 1])
        }
    }

    @Test func aSeriesThatChangedCostsOneListOneExpansionAndOneBatch() async throws {
        try await World.run { world in
            let (calendar, _, series) = try await settle(world)
            try await world.sandbox.put(
                calendar, series, Self.event(7, "10:00", "10:45", rule: "FREQ=WEEKLY;COUNT=9"))
            let calls = try await costs(world, calendar)
            #expect(calls == ["events.list": 1, "events.instances": 1, "kartra.busyBlocks.batch": 1])
            #expect(try await world.sandbox.blocks("77", "310").count == 73)
        }
    }

    @Test func aPingWithNothingBehindItCostsOneList() async throws {
        try await World.run { world in
            let (calendar, _, _) = try await settle(world)
            let calls = try await costs(world, calendar)
            #expect(calls == ["events.list": 1])
        }
    }
}
