/// The parameters of `events.list`, checked.
struct EventListQuery {
    enum Order { case startTime, updated }

    var filter = SyncFilter()
    let maximumResults: Int
    let order: Order?
    let pageToken: PageToken?
    let showDeleted: Bool
    var singleEvents: Bool
    let syncToken: String?
    /// Milliseconds since 1970.
    let updatedMin: Int?
    let timeZone: Zone?
    let maximumAttendees: Int?

    private static let excludedWithSyncToken = [
        "iCalUID", "orderBy", "privateExtendedProperty", "q", "sharedExtendedProperty", "timeMin", "timeMax",
        "updatedMin",
    ]

    init(_ query: FormParameters, toggles: GoogleToggles) throws(GoogleError) {
        let read = QueryReader(query)
        maximumResults = try read.count("maxResults", default: 250, maximum: 2500)
        maximumAttendees = try read.optionalCount("maxAttendees")
        showDeleted = try read.flag("showDeleted")
        singleEvents = try read.flag("singleEvents")
        timeZone = try read.zone("timeZone")
        syncToken = query["syncToken"]
        updatedMin = try read.instant("updatedMin").map { $0 * 1000 }
        filter.timeMin = try read.instant("timeMin")
        filter.timeMax = try read.instant("timeMax")
        filter.search = query["q"]
        filter.uid = query["iCalUID"]
        filter.privateProperties = query.all("privateExtendedProperty")
        filter.sharedProperties = query.all("sharedExtendedProperty")
        filter.eventTypes = query.all("eventTypes")
        if let timeMin = filter.timeMin, let timeMax = filter.timeMax, timeMin >= timeMax { throw .timeRangeEmpty }
        switch query["orderBy"] {
        case nil: order = nil
        case "startTime": order = .startTime
        case "updated": order = .updated
        case .some: throw .invalid("Invalid value for: orderBy", location: "orderBy")
        }
        if order == .startTime && !singleEvents { throw .orderingNotAvailable }
        if let text = query["pageToken"] {
            guard let token = PageToken(text) else { throw .invalidPageToken }
            pageToken = token
        } else {
            pageToken = nil
        }
        if syncToken != nil {
            if order != nil { throw .syncTokenWithOrdering(reason: toggles.syncTokenOrderingReason) }
            if Self.excludedWithSyncToken.contains(where: query.contains) || query["showDeleted"] == "false" {
                throw .syncTokenWithRestrictions
            }
        }
    }
}
