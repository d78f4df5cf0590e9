/// What a call may do with the calendar it names: the account's role narrowed by the token's scopes.
struct CalendarAccess {
    let calendarId: String
    let role: CalendarRole
    let isFreeBusyOnly: Bool

    /// A calendar the account has no entry for does not exist for it.
    init(_ call: GoogleCall, calendarId asked: String, in state: GoogleState) throws(GoogleError) {
        guard let account = state.accounts[call.identity.email] else { throw .notFound }
        let id = asked == "primary" ? account.primaryId ?? asked : asked
        guard let entry = account.entry(id), let calendar = state.calendars[id] else { throw .notFound }
        let scopes = call.effectiveScopes
        if scopes.isSubset(of: ["calendar.app.created"]), calendar.creatingClient != call.identity.clientId {
            throw .notFound
        }
        if scopes.isSubset(of: ["calendar.events.public.readonly"]), !id.contains("#holiday@") { throw .notFound }
        if scopes.isSubset(of: ["calendar.events.owned", "calendar.events.owned.readonly"]), entry.role != .owner {
            throw .frontEnd(.scopeInsufficient)
        }
        calendarId = id
        role = entry.role
        isFreeBusyOnly = entry.role == .freeBusyReader || scopes.isSubset(of: ["calendar.events.freebusy"])
    }

    func requireWriting() throws(GoogleError) {
        guard role.canWrite else { throw .requiredAccessLevel }
    }
}
