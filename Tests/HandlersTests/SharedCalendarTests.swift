import CalendarSync
import Foundation
import Testing

/// A calendar of somebody else's, of which the account may see less, or for a while nothing.
@Suite(.timeLimit(.minutes(2))) struct SharedCalendarTests {
    private typealias World = HandlersWorld
    private static let calendar = "shared@group.calendar.google.com"

    private static func date(_ day: Int) -> String {
        let zone = TimeZone(identifier: World.zone) ?? .gmt
        return String(Date.now.addingTimeInterval(TimeInterval(day * 86_400)).rfc3339(in: zone).prefix(10))
    }

    private static func event(_ day: Int, _ from: String, _ to: String, rule: String? = nil) -> [String: any Sendable] {
        var event: [String: any Sendable] = [
            "summary": "Secret dentist",
            "start": ["dateTime": "\(date(day))T\(from):00", "timeZone": World.zone],
            "end": ["dateTime": "\(date(day))T\(to):00", "timeZone": World.zone],
        ]
        if let rule { event["recurrence"] = ["RRULE:" + rule] }
        return event
    }

    /// What the owner has in it: a single event, a day, a series with a moved and a deleted instance.
    /// - Returns: the owner, and the ids of single event and series.
    private func plant(_ world: World) async throws -> (owner: SandboxCalls, single: String, series: String) {
        let owner = try await world.sandbox.addCalendar(
            Self.calendar, timeZone: World.zone, of: "owner@example.com", host: World.hostCalendar)
        let single = try await owner.insert(Self.calendar, Self.event(3, "14:00", "15:00"))
        try await owner.insert(
            Self.calendar, ["start": ["date": Self.date(4)], "end": ["date": Self.date(5)]])
        let series = try await owner.insert(
            Self.calendar, Self.event(6, "08:00", "08:30", rule: "FREQ=WEEKLY;COUNT=6"))
        let instances = try await owner.instances(Self.calendar, series, from: .now, count: 6)
        try await owner.put(Self.calendar, instances[1].id, Self.event(14, "16:00", "17:30"))
        try await owner.delete(Self.calendar, instances[3].id)
        return (owner, single, series)
    }

    private func setRole(_ world: World, _ role: String) async throws {
        try await world.sandbox.share(Self.calendar, with: World.hostCalendar, as: role)
    }

    /// That Kartra has exactly what Google calls busy.
    private func expectAgreement(_ world: World, _ owner: SandboxCalls, _ what: Comment) async throws {
        let start = Int(Date.now.timeIntervalSince1970) + 1
        let year = start..<start + 365 * 86_400
        let standing = BusyTimes(try await world.sandbox.blocks("77", "310").values, within: year)
        let busy = BusyTimes(try await owner.freeBusy(Self.calendar, year), within: year)
        #expect(standing == busy, what)
    }

    @Test func aCalendarOfWhichOnlyFreeAndBusyIsSharedIsBlockedAsItIs() async throws {
        try await World.run { world in
            let (owner, single, series) = try await plant(world)
            try await setRole(world, "freeBusyReader")
            try await world.link(World.strategyCall, to: Self.calendar)
            await world.read(Self.calendar, trigger: .link)
            #expect(try await world.sandbox.blocks("77", "310").count == 7)
            try await expectAgreement(world, owner, "first reading")

            try await owner.put(Self.calendar, single, Self.event(3, "10:00", "11:00"))
            await world.read(Self.calendar)
            try await expectAgreement(world, owner, "a moved event")
            try await owner.put(
                Self.calendar, series, Self.event(6, "09:00", "09:30", rule: "FREQ=WEEKLY;COUNT=3"))
            await world.read(Self.calendar)
            try await expectAgreement(world, owner, "a moved and shortened series")
            let instances = try await owner.instances(Self.calendar, series, from: .now, count: 6)
            try await owner.delete(Self.calendar, instances[0].id)
            await world.read(Self.calendar)
            try await expectAgreement(world, owner, "a deleted instance")
            try await owner.delete(Self.calendar, series)
            await world.read(Self.calendar)
            try await expectAgreement(world, owner, "a deleted series")
            #expect(try await world.sandbox.blocks("77", "310").count == 2)
        }
    }

    @Test(arguments: ["freeBusyReader", "reader", "writer"])
    func anotherRoleIsFollowedWithoutABlockMore(role: String) async throws {
        try await World.run { world in
            let (owner, single, series) = try await plant(world)
            try await world.link(World.strategyCall, to: Self.calendar)
            await world.read(Self.calendar, trigger: .link)
            let ids = Set(try await world.sandbox.blocks("77", "310").keys)
            try await setRole(world, role)
            try await owner.delete(Self.calendar, single)
            await world.read(Self.calendar)
            try await expectAgreement(world, owner, "what changed with the role")
            // The blocks that stay are the same, not others in their place.
            #expect(Set(try await world.sandbox.blocks("77", "310").keys).isSubset(of: ids))
            try await owner.put(Self.calendar, series, Self.event(6, "09:00", "09:30", rule: "FREQ=WEEKLY;COUNT=2"))
            await world.read(Self.calendar)
            try await expectAgreement(world, owner, "what changed later")
        }
    }

    @Test func accessThatIsGivenBackIsUsedAgain() async throws {
        try await World.run { world in
            let (owner, single, _) = try await plant(world)
            try await world.link(World.strategyCall, to: Self.calendar)
            await world.read(Self.calendar, trigger: .link)
            try await world.sandbox.remove(Self.calendar, from: World.hostCalendar)
            #expect(await world.read(Self.calendar).result?.reason == .calendarUnavailable)
            try await owner.delete(Self.calendar, single)
            #expect(try await world.sandbox.blocks("77", "310").count == 7)
            try await setRole(world, "reader")
            await world.read(Self.calendar, trigger: .poll)
            try await expectAgreement(world, owner, "after it was given back")
            #expect(try await world.store.feed(id: world.feedId(Self.calendar))?.access == .readable)
        }
    }

    /// Google lists the new instances, and not that the single event is gone.
    @Test func aSingleEventMadeASeriesLeavesNoBlockBehind() async throws {
        try await World.run { world in
            let (owner, single, _) = try await plant(world)
            try await setRole(world, "freeBusyReader")
            try await world.link(World.strategyCall, to: Self.calendar)
            await world.read(Self.calendar, trigger: .link)
            try await owner.put(Self.calendar, single, Self.event(9, "10:00", "11:00", rule: "FREQ=DAILY;COUNT=3"))
            await world.read(Self.calendar)
            try await expectAgreement(world, owner, "a series now")
        }
    }
}
