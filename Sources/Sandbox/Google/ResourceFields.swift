/// The names that Calendar v3's resources have (discovery document, revision 20261030), so that a field mask with a
/// misspelt name is refused as Google refuses it.
enum ResourceFields {
    /// Members whose own members are named by users.
    static let maps: Set = ["private", "shared", "calendars", "groups", "params", "preferences", "event", "calendar"]

    static let names: Set = [
        "accessCode", "accessRole", "addOnParameters", "additionalGuests", "address",
        "allowedConferenceSolutionTypes", "anyoneCanAddSelf", "asyncOperation", "attachments", "attendees",
        "attendeesOmitted", "autoAcceptInvitations", "autoDeclineMode", "availableTimes", "background",
        "backgroundColor", "birthdayProperties", "buildingId", "busy", "calendar", "calendarExpansionMax",
        "calendars", "chatStatus", "colorId", "comment", "conferenceData", "conferenceId", "conferenceProperties",
        "conferenceSolution", "conferenceSolutionKey", "contact", "createRequest", "created", "creator",
        "customLocation", "customTypeName", "dataOwner", "date", "dateTime", "dayOfWeek", "declineMessage",
        "defaultReminders", "deleted", "description", "deskId", "display", "displayName", "domain", "email", "end",
        "endTimeUnspecified", "entryPointFeatures", "entryPointType", "entryPoints", "errors", "etag", "event",
        "eventLabelId", "eventLabels", "eventType", "expiration", "extendedProperties", "fileId", "fileUrl",
        "floorId", "floorSectionId", "focusTimeProperties", "foreground", "foregroundColor", "gadget",
        "groupExpansionMax", "groups", "guestsCanInviteOthers", "guestsCanModify", "guestsCanSeeOtherGuests",
        "hangoutLink", "height", "hidden", "homeOffice", "htmlLink", "iCalUID", "iconLink", "iconUri", "id", "items",
        "key", "kind", "label", "labelProperties", "link", "location", "locked", "meetingCode", "method", "mimeType",
        "minutes", "name", "nextPageToken", "nextSyncToken", "notes", "notificationSettings", "notifications",
        "officeLocation", "optional", "organizer", "originalStartTime", "outOfOfficeProperties", "overrides",
        "parameters", "params", "passcode", "password", "payload", "periodEnd", "periodStart", "pin", "preferences",
        "primary", "private", "privateCopy", "reason", "recurrence", "recurringEventId", "regionCode", "reminders",
        "requestId", "resource", "resourceId", "resourceUri", "responseStatus", "role", "scope", "selected", "self",
        "sequence", "shared", "signature", "source", "start", "status", "statusCode", "summary", "summaryOverride",
        "timeMax", "timeMin", "timeZone", "title", "token", "transparency", "type", "updated", "uri", "url",
        "useDefault", "value", "visibility", "width", "workingHours", "workingHoursEnabled",
        "workingLocationProperties",
    ]
}
