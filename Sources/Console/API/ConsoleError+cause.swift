import CalendarSync

extension ConsoleError {
    /// What to answer where `cause` was thrown.
    init(_ cause: any Error) {
        if let error = cause as? ConsoleError {
            self = error
        } else if let error = cause as? StoreError {
            switch error {
            case .conflict, .fenced: self = .conflict
            case .unavailable: self = .storeUnavailable
            case .unstorable: self = .invalid(field: "an id", detail: "is not one that can be kept")
            case .corrupt: self = .internalError
            }
        } else {
            self = .internalError
        }
    }

    /// Whether an operator is to look at it: the caller can only try again.
    var isOurs: Bool {
        switch self {
        case .storeUnavailable, .brokerUnavailable, .internalError: true
        case .unauthorized, .otherAccount, .operatorOnly, .unknownPath, .methodNotAllowed, .notJSON, .tooLarge,
            .invalid, .noSession,
            .linkRefused,
            .formRefused, .tooManyTries, .tooManyPages, .unknownIntegration, .unknownLink, .unknownLetter, .unlinking,
            .noCertificate,
            .notBraked,
            .paused,
            .conflict, .connectingRefused, .unknownAuthorization, .otherBrowser, .accessDenied, .authorizationFailed,
            .codeRefused, .missingScopes, .missingRefreshToken, .otherGoogleAccount, .reconnectNeeded, .googleRefused,
            .googleUnavailable, .rateLimited:
            false
        }
    }
}
