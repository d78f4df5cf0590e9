extension ControlAPI {
    /// Toggles, quota, users, calendars, tokens and channels. `google/users/{email}/calendars/{calendarId}` gives an
    /// account another role or takes the calendar from it: its sync tokens answer 410, then 404, and its channels go silent.
    static func googleRoutes(_ parts: SandboxParts) -> [(verb: String, path: PathPattern, handler: Handler)] {
        [
            ("GET", "google/toggles", { _ throws(APIError) in try Settings.json(parts.toggles.google) }),
            (
                "POST", "google/toggles",
                { call throws(APIError) in
                    parts.toggles.google = try Settings.merge(try call.request.members(), into: parts.toggles.google)
                    return try Settings.json(parts.toggles.google)
                }
            ),
            ("GET", "google/quota", { _ throws(APIError) in try Settings.json(parts.toggles.quota) }),
            (
                "POST", "google/quota",
                { call throws(APIError) in
                    parts.toggles.quota = try Settings.merge(try call.request.members(), into: parts.toggles.quota)
                    return try Settings.json(parts.toggles.quota)
                }
            ),
            (
                "POST", "google/users",
                { call throws(APIError) in try GoogleControl.addUser(try call.request.members(), parts.calendars) }
            ),
            (
                "POST", "google/users/{email}/calendars",
                { call throws(APIError) in
                    let body = try call.request.members()
                    return try GoogleControl.addCalendar(body, to: call.parameter("email"), parts.calendars)
                }
            ),
            (
                "PUT", "google/users/{email}/calendars/{calendarId}",
                { call throws(APIError) in
                    guard let text = try call.request.members().string("accessRole"),
                        let role = CalendarRole(rawValue: text)
                    else { throw .invalid("Unknown access role.", field: "accessRole") }
                    return try GoogleControl.setRole(role, call, parts)
                }
            ),
            (
                "DELETE", "google/users/{email}/calendars/{calendarId}",
                { call throws(APIError) in try GoogleControl.setRole(nil, call, parts) }
            ),
            (
                "POST", "google/users/{email}/revoke",
                { call throws(APIError) in
                    let account = parts.calendars.read { $0.accounts[call.parameter("email")] }
                    guard let account else { throw .notFound("No such user.") }
                    parts.authorization.grants.revokeAll(subject: account.subject)
                    return [:]
                }
            ),
            (
                "POST", "google/tokens/invalidate",
                { call throws(APIError) in
                    let calendarId = try call.request.members().string("calendarId")
                    parts.calendars.write { state in
                        for id in calendarId.map({ [$0] }) ?? Array(state.calendars.keys) {
                            _ = state.withCalendar(id) { $0.invalidateTokens() }
                        }
                    }
                    return [:]
                }
            ),
            (
                "PUT", "google/calendars/{calendarId}",
                { call throws(APIError) in
                    try GoogleControl.setTimeZone(
                        try call.request.members(), of: call.parameter("calendarId"), parts.calendars)
                }
            ),
            (
                "DELETE", "google/calendars/{calendarId}",
                { call throws(APIError) in try GoogleControl.removeCalendar(call.parameter("calendarId"), parts) }
            ),
            (
                "POST", "google/calendars/{calendarId}/events",
                { call throws(APIError) in
                    try BulkLoad.insert(try call.request.members(), into: call.parameter("calendarId"), parts)
                }
            ),
            (
                "POST", "google/calendars/{calendarId}/purge",
                { call throws(APIError) in
                    let done: Void? = parts.calendars.write { state in
                        state.withCalendar(call.parameter("calendarId")) { $0.purgeTombstones() }
                    }
                    guard done != nil else { throw .notFound("No such calendar.") }
                    return [:]
                }
            ),
            (
                "POST", "google/access-tokens",
                { call throws(APIError) in try GoogleControl.mintToken(try call.request.members(), parts.authorization)
                }
            ),
            (
                "POST", "google/access-tokens/expire",
                { _ in
                    parts.authorization.grants.expireAccessTokens()
                    return [:]
                }
            ),
            ("GET", "google/channels", { _ in GoogleControl.channels(parts.push.channels) }),
        ]
    }
}
