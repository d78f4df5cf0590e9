import CalendarSync
import Foundation
import Handlers
import TestSupport
import Testing

/// What the owner does to the calendar.
extension BusyTimesTrial {
    mutating func plant() async throws {
        let body = events.any(&random)
        planted.append(PlantedEvent(id: try await owner.insert(calendar, body), body: body))
    }

    /// One change. Where there is nothing to change, an event is added.
    mutating func edit() async throws {
        let name: String
        switch Int.random(in: 0..<34, using: &random) {
        case 0...2: name = try await replace()
        case 3, 4: name = try await delete()
        case 5: name = try await revive()
        case 6, 7: name = try await changeFlags()
        case 8...11: name = try await moveInstance()
        case 12...14: name = try await cancelInstance()
        case 15, 16: name = try await split()
        case 17, 18: name = try await changeMirror()
        case 19, 20: name = try await book()
        case 21: name = try await rebook()
        case 22: name = try await plantCopy()
        case 23:
            try await owner.control("google/tokens/invalidate", ["calendarId": calendar])
            name = "invalidate"
        case 24:
            // Google tells of no event when its calendar gets another zone.
            let zone = RandomEvents.zones.randomElement(using: &random) ?? "UTC"
            try await owner.setTimeZone(of: calendar, to: zone)
            name = "zone \(zone)"
        case 25, 26:
            let days = Int.random(in: 1...40, using: &random)
            clock.advance(days: days)
            name = "\(days) days later"
        case 27:
            try await link(keys[1])
            name = "link"
        case 28: name = try await changeOptions()
        case 29: name = try await changeZoneOfSeries()
        case 30:
            try await purge()
            name = "purge"
        case 31 where plan.isSharedSparingly, 32 where plan.isSharedSparingly:
            try await share(sparingly: !isBusyOnly)
            name = isBusyOnly ? "see times only" : "see all"
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

    /// The same series on the wall clock of another zone.
    private mutating func changeZoneOfSeries() async throws -> String {
        guard let index = pick({ !$0.isDeleted && !$0.isSpecial && $0.repeats }),
            let start = planted[index].body["start"] as? [String: String], start["date"] == nil
        else { return "" }
        let zone = RandomEvents.zones.randomElement(using: &random) ?? "UTC"
        // The same instants, or what the clocks showed in UTC.
        let keepsInstants = chance(0.5)
        var body = planted[index].body
        for name in ["start", "end"] {
            guard var time = body[name] as? [String: String] else { return "" }
            time["timeZone"] = zone
            if !keepsInstants { time["dateTime"] = time["dateTime"]?.replacing("Z", with: "") }
            body[name] = time
        }
        do {
            try await owner.put(calendar, planted[index].id, body)
        } catch let error as SandboxCalls.Unexpected where error.status == 400 {
            // On that clock it would end before it begins.
            return ""
        }
        planted[index].body = body
        return "zone of series"
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
}
