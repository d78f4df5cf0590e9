@testable import Sandbox

/// A random calendar, made twice at once: by calls in the sandbox, and as the iCalendar text that another library expands.
struct RandomCalendar {
    /// Zones whose rules are out of the ordinary: half an hour of daylight saving, 45 minutes of offset, a day that was
    /// left out, daylight saving by the moon, changes at midnight, a winter time that is the exception.
    private static let zones = [
        "Australia/Lord_Howe", "Pacific/Chatham", "Pacific/Apia", "Africa/Casablanca", "America/Sao_Paulo",
        "Europe/Dublin", "Asia/Tehran", "America/Denver", "UTC",
    ]

    let id: String
    let zoneName: String
    /// What is compared: everything in here, in seconds since 1970.
    let window: Range<Int>
    private(set) var ics: [String] = []
    private(set) var seriesIds: [String] = []
    private let seed: Int
    private let random: SeededRandom
    private let firstDay: Int

    init(seed: Int) {
        self.seed = seed
        random = SeededRandom(seed: UInt64(seed))
        id = "c\(seed)@group.calendar.google.com"
        zoneName = Self.zones[random.below(Self.zones.count)]
        // Apia's clocks went from 29 to 31 December 2011. After 2026 the time zone data of two libraries may differ.
        firstDay =
            zoneName == "Pacific/Apia"
            ? CivilDate(year: 2011, month: 12, day: 1).dayNumber + random.below(30)
            : CivilDate(year: 2012, month: 1, day: 1).dayNumber + random.below(12 * 365)
        window = (firstDay - 10) * 86_400..<(firstDay + 600) * 86_400
    }

    var text: String {
        (["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//EN"] + ics + ["END:VCALENDAR"]).joined(separator: "\r\n")
            + "\r\n"
    }

    mutating func plant(in sandbox: RunningSandbox) async throws {
        _ = try await sandbox.control(
            "POST", "google/users/\(RunningSandbox.host)/calendars",
            ["id": .string(id), "timeZone": .string(zoneName)])
        for number in 0...random.below(2) { try await plantSeries("series\(number)", in: sandbox) }
        for number in 0..<random.below(3) { try await plantSingle("single\(number)", in: sandbox) }
    }

    // MARK: Events

    private mutating func plantSeries(_ eventId: String, in sandbox: RunningSandbox) async throws {
        let isAllDay = random.below(4) == 0
        let zoneName = random.below(4) == 0 ? Self.zones[random.below(Self.zones.count)] : zoneName
        guard let zone = Zone(zoneName) else { return }
        var rule: String
        repeat {
            rule = RandomRule.make(random, untilDays: firstDay + 20..<firstDay + 500, isAllDay: isAllDay)
            // dateutil begins the first week of a weekly BYSETPOS at the start, the RFC at the week.
        } while rule.contains("WEEKLY") && rule.contains("BYSETPOS")
        // A start that is not of its own rule makes a set that RFC 5545 §3.8.5.3 leaves undefined.
        guard let set = RecurrenceSet(lines: ["RRULE:" + rule]),
            let day = set.days(firstDay: firstDay, through: firstDay + 4 * 366, limit: 1).first
        else { return }
        // A start in a gap is stored as the instant after it here, and remains in the gap in iCalendar.
        var first = LocalDateTime(dayNumber: day, secondOfDay: random.below(96) * 900)
        while zone.local(of: zone.instant(of: first)) != first {
            first = LocalDateTime(seconds: first.seconds + 3600)
            if first.dayNumber != day { return }
        }
        let length = isAllDay ? 1 + random.below(3) : (1 + random.below(12)) * (random.below(6) == 0 ? 10_800 : 900)
        var lines = ["RRULE:" + rule]
        let starts = set.days(firstDay: day, through: day + 300, limit: 40).map {
            LocalDateTime(dayNumber: $0, secondOfDay: isAllDay ? 0 : first.secondOfDay)
        }
        for _ in 0..<random.below(3) {
            lines.append(list("EXDATE", starts[random.below(starts.count)], isAllDay: isAllDay, zone: zone))
        }
        for _ in 0..<random.below(3) {
            let extra = LocalDateTime(
                dayNumber: day + random.below(300), secondOfDay: isAllDay ? 0 : random.below(96) * 900)
            lines.append(list("RDATE", extra, isAllDay: isAllDay, zone: zone))
        }
        let start = isAllDay ? LocalDateTime(dayNumber: day) : first
        let inserted = try await sandbox.insert(
            .object(
                body(
                    start, length: length, isAllDay: isAllDay, zone: zone,
                    more: [
                        "id": .string(eventId), "recurrence": .array(lines.map { .string($0) }),
                    ])), calendar: id)
        guard inserted.status == 200 else { throw Refused(answer: inserted.text) }
        seriesIds.append(eventId)
        component(eventId, start, length: length, isAllDay: isAllDay, zone: zone, lines: lines)
        for _ in 0..<random.below(4) {
            try await except(eventId, isAllDay: isAllDay, zone: zone, in: sandbox)
        }
    }

    private struct Refused: Error {
        let answer: String
    }

    /// Moves, frees or deletes one instance.
    private mutating func except(
        _ eventId: String, isAllDay: Bool, zone: Zone, in sandbox: RunningSandbox
    ) async throws {
        let path = "calendars/\(PercentEncoding.encode(id))/events/"
        let listed = try await sandbox.call("GET", path + "\(eventId)/instances?maxResults=60")
        // What is an exception already would be two of them in iCalendar.
        let instances = (listed["items"]?.array ?? []).compactMap { item -> (id: String, start: LocalDateTime)? in
            guard let item = item.object, let instanceId = item.string("id"), item["location"] == nil,
                let parsed = EventId.parseInstance(instanceId)
            else { return nil }
            return switch parsed.start {
            case .day(let day): (instanceId, LocalDateTime(dayNumber: day))
            case .instant(let instant): (instanceId, zone.local(of: instant))
            }
        }
        guard !instances.isEmpty else { return }
        let chosen = instances[random.below(instances.count)]
        let recurrenceId = "RECURRENCE-ID" + value(chosen.start, isAllDay: isAllDay, zone: zone)
        switch random.below(3) {
        case 0:
            let deleted = try await sandbox.call("DELETE", path + chosen.id)
            guard deleted.status == 204 else { throw Refused(answer: deleted.text) }
            component(
                eventId, chosen.start, length: isAllDay ? 1 : 900, isAllDay: isAllDay, zone: zone,
                lines: [recurrenceId, "STATUS:CANCELLED"])
        case let kind:
            var start = LocalDateTime(
                dayNumber: chosen.start.dayNumber + random.below(7) - 3,
                secondOfDay: isAllDay ? 0 : random.below(96) * 900)
            if !isAllDay { start = zone.local(of: zone.instant(of: start)) }
            let length = isAllDay ? 1 + random.below(2) : (1 + random.below(20)) * 900
            let isFree = kind == 2
            let written = try await sandbox.call(
                "PUT", path + chosen.id,
                .object(
                    body(
                        start, length: length, isAllDay: isAllDay, zone: zone,
                        more: [
                            "location": "exception", "transparency": .string(isFree ? "transparent" : "opaque"),
                        ])))
            guard written.status == 200 else { throw Refused(answer: written.text) }
            component(
                eventId, start, length: length, isAllDay: isAllDay, zone: zone,
                lines: [recurrenceId] + (isFree ? ["TRANSP:TRANSPARENT"] : []))
        }
    }

    private mutating func plantSingle(_ eventId: String, in sandbox: RunningSandbox) async throws {
        guard let zone = Zone(zoneName) else { return }
        let isAllDay = random.below(2) == 0
        let wanted = LocalDateTime(
            dayNumber: firstDay + random.below(200), secondOfDay: isAllDay ? 0 : random.below(96) * 900)
        let start = isAllDay ? wanted : zone.local(of: zone.instant(of: wanted))
        let length = isAllDay ? 1 + random.below(3) : (1 + random.below(40)) * 900
        let isFree = random.below(3) == 0
        let inserted = try await sandbox.insert(
            .object(
                body(
                    start, length: length, isAllDay: isAllDay, zone: zone,
                    more: [
                        "id": .string(eventId), "transparency": .string(isFree ? "transparent" : "opaque"),
                    ])), calendar: id)
        guard inserted.status == 200 else { throw Refused(answer: inserted.text) }
        component(
            eventId, start, length: length, isAllDay: isAllDay, zone: zone, lines: isFree ? ["TRANSP:TRANSPARENT"] : [])
    }

    // MARK: The two ways of writing

    /// - Parameter length: days, or seconds.
    private func body(
        _ start: LocalDateTime, length: Int, isAllDay: Bool, zone: Zone, more: JSONObject
    ) -> JSONObject {
        var event = more
        if isAllDay {
            event["start"] = ["date": .string(CivilDate(dayNumber: start.dayNumber).text)]
            event["end"] = ["date": .string(CivilDate(dayNumber: start.dayNumber + length).text)]
        } else {
            let end = zone.text(of: zone.instant(of: start) + length)
            event["start"] = ["dateTime": .string(start.text), "timeZone": .string(zone.identifier)]
            event["end"] = ["dateTime": .string(end), "timeZone": .string(zone.identifier)]
        }
        return event
    }

    private mutating func component(
        _ uid: String, _ start: LocalDateTime, length: Int, isAllDay: Bool, zone: Zone, lines: [String]
    ) {
        ics += [
            "BEGIN:VEVENT", "UID:\(uid)", "DTSTAMP:20200101T000000Z",
            "DTSTART" + value(start, isAllDay: isAllDay, zone: zone),
            isAllDay ? "DURATION:P\(length)D" : "DURATION:PT\(length)S",
        ]
        ics += lines + ["END:VEVENT"]
    }

    private func value(_ time: LocalDateTime, isAllDay: Bool, zone: Zone) -> String {
        if isAllDay { return ";VALUE=DATE:" + CivilDate(dayNumber: time.dayNumber).basicText }
        return zone.identifier == "UTC" ? ":\(time.basicText)Z" : ";TZID=\(zone.identifier):\(time.basicText)"
    }

    /// EXDATE or RDATE, as local time or in UTC.
    private func list(_ name: String, _ time: LocalDateTime, isAllDay: Bool, zone: Zone) -> String {
        guard !isAllDay, random.below(3) == 0 else { return name + value(time, isAllDay: isAllDay, zone: zone) }
        return name + ":" + LocalDateTime(seconds: zone.instant(of: time)).basicText + "Z"
    }
}
