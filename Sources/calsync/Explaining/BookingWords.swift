import CalendarSync

/// A booking without its lead: times and ids.
enum BookingWords {
    static func state(_ state: BookingState) -> String {
        let booking = state.booking
        let order = booking.order
        return TextTable(
            ["class", booking.classId],
            rows: [
                ["status", booking.status.rawValue],
                ["newest event", order.occurredAt.rfc3339 + (order.revision.map { ", revision \($0)" } ?? "")],
                ["last input", state.lastEventId ?? "–"],
                [
                    "last outcome",
                    state.lastResult.map { "\($0.outcome.rawValue) \($0.reason?.rawValue ?? "")" } ?? "–",
                ],
                ["writes under way", String(state.intents.count)],
            ]
        ).text
    }

    static func wanted(_ booking: Booking) -> String {
        if booking.status == .cancelled { return "nothing: it is cancelled" }
        if booking.sessions.isEmpty { return "nothing: it has no sessions" }
        return booking.sessions.map { session in
            "\(session.startsAt.rfc3339)  \(session.durationMinutes) min"
                + (session.timeAdjusted ? "  moved out of a daylight-saving gap" : "")
        }.joined(separator: "\n")
    }

    static func standing(_ mirrors: [MirrorEvent]) -> String {
        if mirrors.isEmpty { return "nothing" }
        return TextTable(
            ["starts", "event", "calendar", ""],
            rows: mirrors.sorted { $0.startsAt < $1.startsAt }.map { mirror in
                let remark =
                    mirror.isUncertain
                    ? "a write was broken off" : mirror.divergence == nil ? "" : "changed by the host"
                return [mirror.startsAt.rfc3339, mirror.eventId, mirror.googleCalendarId, remark]
            }
        ).text
    }

    static func plan(_ plan: [MirrorChange], isLinked: Bool) -> String {
        if plan.isEmpty { return isLinked ? "nothing: all stands as wanted" : "nothing: the class is not linked" }
        return plan.map { change in
            switch change {
            case .insert(let identity, let content): "insert \(identity.eventId) at \(content.startsAt.rfc3339)"
            case .update(let mirror, let content): "update \(mirror.eventId) to \(content.startsAt.rfc3339)"
            case .delete(let mirror): "delete \(mirror.eventId) at \(mirror.startsAt.rfc3339)"
            }
        }.joined(separator: "\n")
    }
}
