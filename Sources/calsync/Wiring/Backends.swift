import CalendarSync
import Console
import Foundation
import GoogleCalendar
import Handlers
import Kartra
import Logging
import OutboundHTTP
import StoreSQL

/// What all roles but the receiver work with: the store, and the ways to the two remote systems.
struct Backends: Sendable {
    let store: SQLStore
    /// What all calls to Google on behalf of accounts go through.
    let gate: GoogleCallGate
    let tokenEndpoint: TokenEndpointState
    let accounts: ConnectedAccounts
    let consent: GoogleCalendarAccounts
    let kartra: KartraBusyBlockClient
    private let googleHTTP: HTTPClient
    private let kartraHTTP: HTTPClient

    /// - Throws: `UnreachableDependency` where the store does not answer before the deadline; `StoreSetupError`.
    static func open(
        _ settings: Settings, before deadline: StartDeadline, now: @escaping @Sendable () -> Date, logger: Logger
    ) async throws -> Backends {
        let store = try await deadline.reach("the store", .storeURL) {
            try await openStore(url: settings.storeURL, exclusively: true, wrapping: { Failpoints.around($0) })
        }
        // A client for each remote system: one that hangs must not hold the other's places.
        let googleHTTP = try HTTPClient()
        let kartraHTTP = try HTTPClient()
        let endpoints = settings.google.endpoints
        let google = Failpoints.around(googleHTTP)
        let oauth = GoogleOAuth(
            sender: google, endpoints: endpoints,
            credentials: GoogleClientCredentials(id: settings.google.clientId, secret: settings.google.clientSecret))
        let calendar = GoogleCalendarClient(sender: google, endpoints: endpoints)
        let gate = GoogleCallGate(callsPerMinute: settings.google.callsPerMinute)
        let accounts = ConnectedAccounts(
            store: store, keys: settings.secretKeys, calendar: calendar, oauth: oauth, gate: gate, now: now,
            logger: logger)
        return Backends(
            store: store, gate: gate, tokenEndpoint: oauth.tokenEndpoint, accounts: accounts,
            consent: GoogleCalendarAccounts(oauth: oauth, client: calendar, tokens: accounts.tokens),
            kartra: KartraBusyBlockClient(
                http: Failpoints.around(kartraHTTP), baseURL: settings.kartra.apiBaseURL,
                token: settings.kartra.apiToken, callsPerSecond: settings.kartra.callsPerSecond),
            googleHTTP: googleHTTP, kartraHTTP: kartraHTTP)
    }

    func close() async {
        await googleHTTP.shutdown()
        await kartraHTTP.shutdown()
        await store.close()
    }
}
