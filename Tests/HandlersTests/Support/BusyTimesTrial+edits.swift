import CalendarSync
import Foundation
import Handlers
import TestSupport
import Testing

/// What the owner does to the calendar, and Kartra's leads through it.
extension BusyTimesTrial {
    mutating func plant() async throws {
        let body = events.any(&random)
        planted.append(PlantedEvent(id: try await owner.insert(calendar, body), body: body))
    }

    /// One change. Where there is nothing to change, an event is added.
    mutating func edit() async throws {
        let name: String
        switch Int.random(in: 0..<26, using: &random) {
        case 0...2: name = try await replace()
        case 3, 4: name = try await delete()
        case 5: name = try await revive()
        case 6, 7: name = try await changeFlags()
        case 8...11: name = try await moveInstance()
        case 12...14: name = try await cancelInstance()
        case 15, 16: name = try await split()
        case 17: name = try await changeMirror()
        case 18, 19: name = try await book()
        case 20: name = try await rebook()
        case 21:
            try await world.sandbox.control("google/tokens/invalidate", ["calendarId": calendar])
            name = "invalidate"
        case 22:
            // Google tells of no event when its calendar gets another zone.
            let zone = RandomEvents.zones.randomElement(using: &random) ?? "UTC"
            try await owner.setTimeZone(of: calendar, to: zone)
            name = "zone \(zone)"
        case 23:
            let days = Int.random(in: 1...40, using: &random)
            clock.advance(days: days)
            name = "\(days) days later"
        case 24:
            try await link(keys[1])
            name = "link"
        default: name = ""
        }
        if name.isEmpty { try await plant() }
        edits.append(name.isEmpty ? "plant" : name)
    }

    private mutating func pick(_ condition: (PlantedEvent) -> Bool) -> Int? {
        planted.indices.filter { condition(planted[$0]) }.randomElement(using: &random)
    }

    /// Another event under the same id: elsewhere, or a series instead of a single event, or the reverse.
    private mutating func replace() async throws -> String {
        guard let index = pick({ !$0.isDeleted && !$0.isSpecial }) else { return "" }
        let keepsKind = chance(0.5)
        let repeats = planted[index].repeats == keepsKind
        planted[index].body = events.plain(repeats: repeats, &random)
        try await owner.put(calendar, planted[index].id, planted[index].body)
        return repeats ? "replace by series" : "replace by single"
    }

    private mutating func delete() async throws -> String {
        guard let index = pick({ !$0.isDeleted }) else { return "" }
        planted[index].isDeleted = true
        try await owner.delete(calendar, planted[index].id)
        return planted[index].repeats ? "delete series" : "delete"
    }

    private mutating func revive() async throws -> String {
        guard let index = pick(\.isDeleted) else { return "" }
        planted[index].isDeleted = false
        try await owner.put(calendar, planted[index].id, planted[index].body)
        return "revive"
    }

    private mutating func changeFlags() async throws -> String {
        guard let index = pick({ !$0.isDeleted && !$0.isSpecial }) else { return "" }
        let flags = randomFlags()
        for (key, value) in flags { planted[index].body[key] = value }
        try await owner.edit(calendar, planted[index].id, flags)
        return "flags"
    }

    private mutating func randomFlags() -> RandomEvents.Body {
        switch Int.random(in: 0..<4, using: &random) {
        case 0: ["transparency": "transparent"]
        case 1: ["transparency": "opaque"]
        case 2: ["status": chance(0.5) ? "tentative" : "confirmed"]
        default: ["attendees": events.guests(&random)]
        }
    }

    // MARK: Series

    private mutating func instance() async throws -> (index: Int, id: String, start: [String: String])? {
        guard let index = pick({ !$0.isDeleted && !$0.isSpecial && $0.repeats }) else { return nil }
        // Some that are over: they may be moved to where they count again.
        let from = events.now - (chance(0.2) ? 100 * 86_400 : 0)
        let next = try await owner.instances(
            calendar, planted[index].id, from: Date(timeIntervalSince1970: TimeInterval(from)), count: 6)
        return next.randomElement(using: &random).map { (index, $0.id, $0.start) }
    }

    private mutating func moveInstance() async throws -> String {
        guard let instance = try await instance() else { return "" }
        let changes = chance(0.7) ? events.elsewhere(than: instance.start, &random) : randomFlags()
        try await owner.edit(calendar, instance.id, changes)
        return "edit instance"
    }

    private mutating func cancelInstance() async throws -> String {
        guard let instance = try await instance() else { return "" }
        try await owner.delete(calendar, instance.id)
        if chance(0.2) {
            try await owner.edit(calendar, instance.id, ["status": "confirmed"])
            return "revive instance"
        }
        return "cancel instance"
    }

    /// "This and following": the series ends before an instance, and another begins there.
    private mutating func split() async throws -> String {
        guard let instance = try await instance(), let lines = planted[instance.index].body["recurrence"] as? [String],
            let rule = lines.first,
            let text = instance.start["dateTime"] ?? instance.start["date"].map({ $0 + "T00:00:00Z" }),
            let at = Date(rfc3339: text).map({ Int($0.timeIntervalSince1970) })
        else { return "" }
        let isAllDay = instance.start["date"] != nil
        let parts = rule.split(separator: ";").filter { !$0.hasPrefix("COUNT=") && !$0.hasPrefix("UNTIL=") }
        let end = RandomEvents.until(at - (isAllDay ? 86_400 : 1), isAllDay: isAllDay)
        planted[instance.index].body["recurrence"] = [parts.joined(separator: ";") + end] + lines.dropFirst()
        try await owner.put(calendar, planted[instance.index].id, planted[instance.index].body)
        var following = events.plain(repeats: false, &random)
        following["start"] = instance.start
        following["end"] =
            isAllDay
            ? ["date": String(RandomEvents.wall(at + 86_400).prefix(10))]
            : ["dateTime": RandomEvents.wall(at + 1_800) + "Z", "timeZone": instance.start["timeZone"] ?? "UTC"]
        following["recurrence"] = [parts.joined(separator: ";")]
        planted.append(
            PlantedEvent(id: try await owner.insert(calendar, following), body: following))
        return "split"
    }

    // MARK: Bookings

    @discardableResult
    mutating func book() async throws -> String {
        guard let key = keys.randomElement(using: &random), try await world.store.link(key) != nil else { return "" }
        let subscription = "\(random.seed)-\(bookings.count)"
        bookings[subscription] = key
        try await send(.booked, subscription, key)
        return "book \(key.classId)"
    }

    /// Moves a booking or cancels it.
    private mutating func rebook() async throws -> String {
        guard let booking = bookings.sorted(by: { $0.key < $1.key }).randomElement(using: &random) else { return "" }
        try await send(chance(0.5) ? .booked : .cancelled, booking.key, booking.value)
        return "rebook"
    }

    private mutating func send(_ status: BookingStatus, _ subscription: String, _ key: ClassKey) async throws {
        let times = (0..<Int.random(in: 1...2, using: &random)).map { number in
            let start = events.now + (Int.random(in: 1...360, using: &random) * 24 + number) * 3_600
            return String(RandomEvents.wall(start).prefix(14)) + "00"
        }
        let outcome = await world.bookings.handle(
            try HandlersWorld.booking(
                status, subscription: subscription, key: key, calendarId: kartraCalendar, at: times),
            world.context(UUID().uuidString))
        guard let effects = outcome.result?.effects else {
            Issue.record("seed \(random.seed): \(outcome)")
            return
        }
        mirrors[key, default: []].formUnion(effects.filter { $0.kind != .mirrorDeleted }.map(\.remoteId))
    }

    /// The owner moves, deletes or copies a mirror, its private property included.
    private mutating func changeMirror() async throws -> String {
        guard let id = mirrors.values.flatMap({ $0 }).sorted().randomElement(using: &random),
            try await owner.isOpaque(calendar, id)
        else { return "" }
        switch Int.random(in: 0..<3, using: &random) {
        case 0:
            try await owner.edit(calendar, id, events.elsewhere(than: [:], &random))
            return "move mirror"
        case 1:
            try await owner.delete(calendar, id)
            return "delete mirror"
        default:
            let copy = try await owner.copy(calendar, id)
            planted.append(PlantedEvent(id: copy, body: events.plain(repeats: false, &random)))
            return "copy mirror"
        }
    }
}
