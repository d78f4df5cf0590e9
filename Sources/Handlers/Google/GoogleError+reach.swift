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

    /// Whether Google will never do what it was asked, and nobody can help.
    var isRefusal: Bool {
        switch advice {
        case .alreadyDone, .pollInstead, .permanent: true
        case .retry, .backOff, .pauseForHours, .fullSync, .readBack, .useNewID, .reconnect, .gone, .needsAccess,
            .fixConfiguration:
            false
        }
    }
}
