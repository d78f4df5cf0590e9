public import CalendarSync
public import Foundation
public import GoogleCalendar

/// The real Google, through its OAuth and Calendar API.
public struct GoogleCalendarAccounts: GoogleAccounts {
    private let oauth: GoogleOAuth
    private let client: GoogleCalendarClient
    private let tokens: AccessTokenCache

    /// - Parameter tokens: the one that the workers of this process use too, so that they learn of a new consent.
    public init(oauth: GoogleOAuth, client: GoogleCalendarClient, tokens: AccessTokenCache) {
        self.oauth = oauth
        self.client = client
        self.tokens = tokens
    }

    public func authorizeURL(state: String, verifier: String, redirectURI: String) -> String {
        oauth.authorizeURL(
            state: state, codeChallenge: PKCE(verifier: verifier).challenge, redirectURI: redirectURI)
    }

    public var authorizeOrigin: String {
        let page = oauth.authorizeURL(state: "", codeChallenge: "", redirectURI: "")
        guard let url = URLComponents(string: page), let scheme = url.scheme, let host = url.host else { return "" }
        return "\(scheme)://\(host)" + (url.port.map { ":\($0)" } ?? "")
    }

    public func exchange(code: String, verifier: String, redirectURI: String) async throws -> GoogleGrant {
        do {
            let grant = try await oauth.exchange(code: code, verifier: verifier, redirectURI: redirectURI)
            // Who consented comes with `openid`; without it there is nobody to keep the grant for.
            guard let subject = grant.subject else { throw ConsoleError.missingScopes([GoogleScopes.openID]) }
            return GoogleGrant(
                subject: subject, email: grant.email ?? "", scopes: grant.scopes,
                missingScopes: GoogleScopes.missing(from: grant.scopes), refreshToken: grant.refreshToken,
                endsAt: grant.refreshTokenExpiresAt)
        } catch let error as GoogleError {
            throw ConsoleError(exchanging: error)
        }
    }

    public func calendars(of integration: Integration) async throws -> [GoogleCalendarChoice] {
        do {
            var choices: [GoogleCalendarChoice] = []
            var pageToken: String?
            repeat {
                let page = try await client.listCalendars(
                    pageToken: pageToken, as: tokens.source(for: integration.id))
                // Those that we made for blocks are none to choose from.
                choices += page.items.filter { !$0.isDeleted && !BusyCalendarMarker.isPresent(in: $0.description) }
                    .map(GoogleCalendarChoice.init)
                pageToken = page.nextPageToken
            } while pageToken != nil
            return choices
        } catch let error as GoogleError {
            throw ConsoleError(error)
        }
    }

    public func events(
        of integration: Integration, calendarId: String, from start: Date, to end: Date
    ) async throws -> CalendarEvents {
        do {
            var query = EventListQuery.all(timeMin: start, timeMax: end, singleEvents: true)
            var events: [SourceEvent] = []
            while true {
                let page = try await client.listEvents(calendarId, query, as: tokens.source(for: integration.id))
                events += page.items.map { SourceEvent($0) }
                guard let next = page.nextPageToken else {
                    return CalendarEvents(timeZone: page.timeZone ?? "UTC", events: events)
                }
                query = query.page(next)
            }
        } catch let error as GoogleError {
            throw ConsoleError(error)
        }
    }

    public func consented(to integrationId: String) async {
        await tokens.reset(integrationId)
    }
}

extension GoogleCalendarChoice {
    fileprivate init(_ entry: CalendarListEntry) {
        self.init(
            id: entry.id, name: entry.name, timeZone: entry.timeZone, color: entry.backgroundColor,
            colorName: entry.colorId.flatMap(CalendarColor.name), accessRole: entry.accessRole.name,
            primary: entry.isPrimary, writable: entry.accessRole.canWrite ?? false,
            // Calendars that Google makes up itself, such as holidays and birthdays, are not pushed.
            watchable: !entry.id.hasSuffix("@group.v.calendar.google.com"))
    }
}
