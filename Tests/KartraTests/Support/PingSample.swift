import Foundation

/// A ping in the shape that Kartra documents, to be changed and written as JSON.
struct PingSample {
    var lead: [String: Any] = [
        "id": 501, "first_name": "Ana", "middle_name": "", "last_name": "Lopez", "email": "ana@example.com",
        "phone_country_code": "+1", "phone": "5550100", "score": 0, "custom_fields": [] as [Any],
        "lead_preferred_time_zone": "America/Denver",
    ]
    var action: Any? = "calendar_subscribe"
    var calendar: [String: Any] = [
        "calendar_id": 77, "calendar_name": "Coaching", "class_id": 310, "class_name": "Strategy call",
        "hosts": [
            ["host_first_name": "Sam", "host_last_name": "Reed", "host_email_address": "sam@example.com"],
            ["host_first_name": "Kim", "host_last_name": "Ng", "host_email_address": "kim@example.com"],
        ],
        "vendor_timezone": "America/Denver", "calendar_subscription_id": 9001,
        "events": [
            ["event_date": "2026-12-11 09:00", "event_duration": 60] as [String: Any],
            ["event_date": "2026-12-18 09:00", "event_duration": 60] as [String: Any],
        ],
    ]
    /// Stands in the place of all that is above.
    var document: [String: Any]?

    func bytes() throws -> [UInt8] {
        var whole: [String: Any] = ["lead": lead, "action_details": ["calendar": calendar]]
        whole["action"] = action
        return Array(try JSONSerialization.data(withJSONObject: document ?? whole))
    }

    /// Sets or, with nil, removes a key of the event at `index`.
    mutating func setEvent(_ index: Int, _ key: String, _ value: Any?) {
        guard var events = calendar["events"] as? [[String: Any]] else { return }
        events[index][key] = value
        calendar["events"] = events
    }
}
