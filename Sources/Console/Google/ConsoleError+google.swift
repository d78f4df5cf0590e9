import GoogleCalendar

extension ConsoleError {
    /// What a failed call of the Calendar API means to who looks at the console.
    init(_ error: GoogleError) {
        switch error.advice {
        case .retry: self = .googleUnavailable
        case .backOff, .pauseForHours:
            self = .rateLimited(retryAfterSeconds: error.retryAfter.map { Int($0.components.seconds) })
        case .reconnect: self = .reconnectNeeded
        case .fullSync, .alreadyDone, .gone, .readBack, .useNewID, .needsAccess, .pollInstead, .fixConfiguration,
            .permanent:
            self = .googleRefused(detail: "\(error)")
        }
    }

    /// The same for the exchange of a code: there, what asks for a new consent speaks of the code.
    init(exchanging error: GoogleError) {
        self = error.advice == .reconnect ? .codeRefused : ConsoleError(error)
    }
}
