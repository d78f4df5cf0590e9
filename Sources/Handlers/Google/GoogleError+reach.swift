import GoogleCalendar

extension GoogleError {
    /// Whether only people can help: the grant or the right to the calendar is gone, or the calendar is.
    var isOutOfReach: Bool {
        switch advice {
        case .reconnect, .gone, .needsAccess: true
        case .retry, .backOff, .pauseForHours, .fullSync, .alreadyDone, .readBack, .useNewID, .pollInstead,
            .fixConfiguration, .permanent:
            false
        }
    }
}
