import CalendarSync
import Foundation
import TestSupport

extension BookingHistory {
    static func random(seed: UInt64) -> BookingHistory {
        var random = SeededGenerator(seed: seed)
        let name = "p\(String(seed, radix: 36))"
        let classes = (0..<Int.random(in: 1...2, using: &random)).map {
            ClassKey(accountId: "42", classId: "\(name)c\($0)")
        }
        let calendars = ["a", "b"].map { "\(name)\($0)@group.calendar.google.com" }
        var inputs: [Input] = []
        for number in 0..<Int.random(in: 1...2, using: &random) {
            let states = states(of: "\(name)s\(number)", classes, using: &random)
            inputs = merge(inputs, states, using: &random)
        }
        for key in classes {
            let links = (0..<Int.random(in: 1...3, using: &random)).map { number in
                Input.link(
                    key, calendar: calendars.randomElement(using: &random) ?? calendars[0],
                    eventId: "\(key.classId)l\(number)")
            }
            // Most classes are linked before anything is booked.
            let first = Bool.random(using: &random) ? 1 : 0
            inputs = links.prefix(first) + merge(inputs, Array(links.dropFirst(first)), using: &random)
        }
        disturbOrder(&inputs, using: &random)
        return BookingHistory(seed: seed, calendars: calendars, parts: parts(inputs, using: &random))
    }

    private static func states(
        of subscription: String, _ classes: [ClassKey], using random: inout SeededGenerator
    ) -> [Input] {
        let hasRevisions = Bool.random(using: &random)
        var key = classes.randomElement(using: &random) ?? classes[0]
        var sessions: [Session] = []
        return (1...Int.random(in: 1...6, using: &random)).map { number in
            let status: BookingStatus =
                number == 1
                ? .booked
                : [.booked, .booked, .booked, .booked, .cancelled, .cancelled, .completed]
                    .randomElement(using: &random) ?? .booked
            if Int.random(in: 0..<12, using: &random) == 0 { key = classes.randomElement(using: &random) ?? key }
            change(&sessions, using: &random)
            let booking = Booking(
                accountId: key.accountId, calendarId: "77", calendarName: "Coaching", classId: key.classId,
                className: "Class", subscriptionId: subscription, status: status,
                lead: Lead(
                    id: "1", firstName: ["Ana", "Ann"].randomElement(using: &random) ?? "", lastName: "Lopez",
                    email: "", phone: ""),
                hosts: [], timeZone: HandlersWorld.zone,
                sessions: status == .cancelled && Bool.random(using: &random) ? [] : sessions,
                order: BookingOrder(
                    revision: hasRevisions ? number : nil,
                    occurredAt: Date(timeIntervalSince1970: 1_900_000_000 + Double(number * 60))))
            return .booking(booking, eventId: "\(subscription)e\(number)")
        }
    }

    /// Added, removed, moved, made longer or shorter.
    private static func change(_ sessions: inout [Session], using random: inout SeededGenerator) {
        if sessions.isEmpty {
            sessions = (1...Int.random(in: 1...3, using: &random)).map { _ in session(using: &random) }
            return
        }
        for _ in 0..<Int.random(in: 0...2, using: &random) {
            let index = Int.random(in: 0..<sessions.count, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0 where sessions.count < 4: sessions.append(session(using: &random))
            case 1 where sessions.count > 1: sessions.remove(at: index)
            case 2:
                let old = sessions[index]
                sessions[index] = Session(
                    startsAt: old.startsAt, durationMinutes: old.durationMinutes == 60 ? 30 : 60,
                    localStart: old.localStart, timeAdjusted: false)
            default: sessions[index] = session(using: &random)
            }
        }
    }

    /// 2030-05-06T09:00 in Denver, in seconds since 1970.
    static let firstStart = 1_904_310_000.0

    /// Few different times, so that sessions meet.
    private static func session(using random: inout SeededGenerator) -> Session {
        let start = Date(timeIntervalSince1970: firstStart + 3_600 * Double(Int.random(in: 0...5, using: &random)))
        return Session(startsAt: start, durationMinutes: 60, localStart: start.rfc3339, timeAdjusted: false)
    }

    private static func merge(_ left: [Input], _ right: [Input], using random: inout SeededGenerator) -> [Input] {
        var (left, right) = (left[...], right[...])
        var merged: [Input] = []
        while !left.isEmpty || !right.isEmpty {
            let takesLeft = Int.random(in: 0..<(left.count + right.count), using: &random) < left.count
            merged.append(takesLeft ? left.removeFirst() : right.removeFirst())
        }
        return merged
    }

    /// Delivers some inputs twice, and some before those that they follow.
    private static func disturbOrder(_ inputs: inout [Input], using random: inout SeededGenerator) {
        for input in inputs where Int.random(in: 0..<5, using: &random) == 0 {
            guard let first = inputs.firstIndex(where: { $0.eventId == input.eventId }) else { continue }
            let again = Int.random(in: (first + 1)...inputs.count, using: &random)
            if case .link(let key, _, let eventId) = input {
                inputs.insert(.command(key, eventId: eventId), at: again)
            } else {
                inputs.insert(input, at: again)
            }
        }
        for index in inputs.indices.dropLast() where Int.random(in: 0..<6, using: &random) == 0 {
            if case .booking = inputs[index], case .booking = inputs[index + 1] { inputs.swapAt(index, index + 1) }
        }
    }

    private static func parts(_ inputs: [Input], using random: inout SeededGenerator) -> [Part] {
        var rest = inputs[...]
        var parts: [Part] = []
        while !rest.isEmpty {
            let inputs = Array(rest.prefix(Int.random(in: 1...5, using: &random)))
            rest = rest.dropFirst(inputs.count)
            switch Int.random(in: 0..<10, using: &random) {
            case 0...4:
                parts.append(Part(workers: divided(inputs, using: &random), hasMishaps: true))
            case 5:
                // A partition that two workers hold for a moment.
                parts.append(Part(workers: [inputs, inputs.map(\.again)], hasMishaps: false))
            default:
                parts.append(Part(workers: [inputs], hasMishaps: true))
            }
        }
        return parts
    }

    /// Each input, and its repetition, to one of two workers, mostly to the one that did not get the input before; links
    /// are changed by one only.
    private static func divided(_ inputs: [Input], using random: inout SeededGenerator) -> [[Input]] {
        var workers: [[Input]] = [[], []]
        var places: [String: Int] = [:]
        var before = 0
        for input in inputs {
            let next = Int.random(in: 0..<4, using: &random) == 0 ? before : 1 - before
            var place = places[input.eventId] ?? next
            if case .link = input { place = 0 }
            places[input.eventId] = place
            before = place
            workers[place].append(input)
        }
        return workers
    }
}

extension BookingHistory.Input {
    /// As another worker gets it: a link is changed once.
    fileprivate var again: Self {
        if case .link(let key, _, let eventId) = self { .command(key, eventId: eventId) } else { self }
    }
}
