import CalendarSync

/// Values of the `fields` parameter. None names a title, a description, a place or a guest.
/// https://developers.google.com/workspace/calendar/api/guides/performance: commas part fields, `a/b` and `a(b,c)`
/// reach into them, and a token of the list that is not named is not sent.
public enum EventFields {
    /// The key of our marker among an event's private properties; those of other applications are not asked for.
    public static let markerKey = MirrorMarker.propertyName

    /// For lists and instances: what makes time busy, and nothing else.
    public static let timesAndFlags =
        "nextPageToken,nextSyncToken,timeZone,accessRole,"
        + "items(id,status,etag,updated,start,end,recurrence,recurringEventId,originalStartTime,transparency,"
        + "eventType,attendees(self,responseStatus),extendedProperties/private/\(markerKey))"

    /// For a single event: whose it is and how it stands, to be read back after a conflict or a write.
    public static let identity =
        "id,status,etag,updated,start,end,recurrence,sequence,transparency,extendedProperties/private/\(markerKey)"
}
