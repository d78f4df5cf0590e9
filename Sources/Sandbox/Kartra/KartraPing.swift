/// The body Kartra posts to outbound URLs, in the documented shape: `lead`, `action`, `action_details.calendar`.
struct KartraPing {
    enum Action: String {
        case subscribe = "calendar_subscribe"
        case cancel = "calendar_cancel"
        case complete = "calendar_complete"
    }

    let action: Action
    let booking: Booking
    let calendar: KartraConfiguration.Calendar
    let numbersAsStrings: Bool

    var json: JSONValue {
        [
            "lead": lead, "action": .string(action.rawValue), "action_details": ["calendar": calendarDetails],
        ]
    }

    private func number(_ value: Int) -> JSONValue { numbersAsStrings ? .string(String(value)) : .integer(value) }

    /// Ids of the configuration are text; Kartra's are integers.
    private func identifier(_ text: String) -> JSONValue { Int(text).map(number) ?? .string(text) }

    private var lead: JSONValue {
        let given = booking.lead
        let text: (String) -> JSONValue = { .string(given.string($0) ?? "") }
        return [
            "id": number(given["id"]?.lenientInteger ?? 0), "first_name": text("firstName"), "middle_name": "",
            "last_name": text("lastName"), "last_name2": "", "email": text("email"), "phone_country_code": "+1",
            "phone": text("phone"), "company": "", "address": "", "city": "", "zip": "", "state": "",
            "country": "United States", "date_joined": "2026-03-02 08:15:00", "website": "", "ip": "192.0.2.7",
            "ip_country": "United States", "facebook": "", "twitter": "", "linkedin": "", "sales_tax_id": "",
            "lead_picture": "", "source": "manual", "score": number(0), "referring_id": number(0),
            "blacklisted": number(0), "source_id": number(0), "gdpr_lead_status": number(0),
            "gdpr_lead_status_date": "", "gdpr_lead_status_ip": "", "gdpr_lead_communications": number(0),
            "lead_preferred_time_zone": .string(booking.timeZone.identifier), "custom_fields": [],
        ]
    }

    private var calendarDetails: JSONValue {
        let bookedClass = calendar.classes.first { $0.id == booking.key.classId }
        var details: JSONObject = [
            "calendar_id": identifier(calendar.id), "calendar_name": .string(calendar.name),
            "class_id": identifier(booking.key.classId), "class_name": .string(bookedClass?.name ?? ""),
            "hosts": .array(
                (bookedClass?.hosts ?? []).map {
                    [
                        "host_first_name": .string($0.firstName), "host_last_name": .string($0.lastName),
                        "host_email_address": .string($0.email),
                    ]
                }),
            "vendor_timezone": .string(booking.timeZone.identifier),
            "calendar_subscription_id": number(booking.subscriptionId),
            "events": .array(
                booking.sessions.map {
                    [
                        "event_date": .string(String($0.startsAt.text.prefix(16).map { $0 == "T" ? " " : $0 })),
                        "event_duration": number($0.durationMinutes),
                    ]
                }),
        ]
        // The status is only documented for the cancelled one.
        if action == .cancel { details.append("calendar_subscription_status", "Cancelled") }
        return .object(details)
    }
}
