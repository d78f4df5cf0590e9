import HTTPTypes
import Hummingbird

/// What a page says of the form that led to it. It travels as a word in the address, so that no address can make a page say
/// anything else.
enum PageNotice: String, CaseIterable {
    case connected, reconnected, saved, resyncing, paused, resumed, approved, rejected, disconnecting
    case accessDenied = "access_denied"
    case missingScopes = "missing_scopes"
    case otherGoogleAccount = "other_google_account"
    case unknownState = "unknown_state"
    case otherBrowser = "other_browser"
    case failed

    /// What a way back from Google that went wrong is to say.
    init(_ error: ConsoleError) {
        switch error {
        case .accessDenied: self = .accessDenied
        case .missingScopes: self = .missingScopes
        case .otherGoogleAccount: self = .otherGoogleAccount
        case .unknownAuthorization: self = .unknownState
        case .otherBrowser: self = .otherBrowser
        default: self = .failed
        }
    }

    init?(_ request: Request) {
        self.init(rawValue: request.uri.queryParameters["notice"].map(String.init) ?? "")
    }

    var isBad: Bool {
        switch self {
        case .connected, .reconnected, .saved, .resyncing, .paused, .resumed, .approved, .rejected, .disconnecting:
            false
        case .accessDenied, .missingScopes, .otherGoogleAccount, .unknownState, .otherBrowser, .failed: true
        }
    }

    var text: String {
        switch self {
        case .connected: "The Google account is connected. Next, link a class to one of its calendars."
        case .reconnected: "The Google account is connected again; what waited for it goes on."
        case .saved: "Saved. The calendar is being read; its busy times appear in Kartra within seconds."
        case .resyncing: "The whole calendar is being read again."
        case .paused: "Paused: nothing is written until the link is resumed."
        case .resumed: "Resumed: what has changed meanwhile is being caught up, in both directions."
        case .approved: "Approved: the busy times that Google no longer has are being removed."
        case .rejected: "Rejected: those busy times stay until they are over."
        case .disconnecting: "The Google account is being disconnected."
        case .accessDenied: "Access was refused on Google's page, so nothing was connected. Connect again and allow it."
        case .missingScopes: "Not all that is needed was allowed on Google's page, so nothing was connected."
        case .otherGoogleAccount:
            "Another Google account was chosen than the one to be reconnected, so nothing was changed: its calendars are "
                + "not those that the classes are linked to. Choose the same account, or connect the other as a new integration."
        case .unknownState:
            "This way back from Google was used already, or is over ten minutes old. Connect again."
        case .otherBrowser: "Connecting was begun in another browser. Finish it there, or connect again here."
        case .failed: "Google did not connect the account. Try again in a moment."
        }
    }
}
