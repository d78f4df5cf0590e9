import CalendarSync
import Foundation

/// The Google calendars that a class can be linked to, by integration.
struct CalendarChoices {
    private struct Group {
        let integration: Integration
        let calendars: [GoogleCalendarChoice]
        /// Why there are none; nil: there are.
        let problem: String?
    }

    private let groups: [Group]

    var isEmpty: Bool { groups.isEmpty }

    /// A Google account that does not answer does not keep the others from being chosen.
    init(accountId: String, store: any AccountStore, google: any GoogleAccounts) async throws {
        var groups: [Group] = []
        for integration in try await store.integrations(accountId: accountId) {
            switch integration.status {
            case .connected, .reconnectNeeded: break
            case .disconnecting, .disconnected: continue
            }
            do {
                let calendars = try await google.calendars(of: integration)
                groups.append(
                    Group(
                        integration: integration, calendars: calendars,
                        problem: calendars.isEmpty ? "this account has no calendars" : nil))
            } catch let error as ConsoleError {
                groups.append(Group(integration: integration, calendars: [], problem: error.answer.message))
            }
        }
        self.groups = groups
    }

    func values(chosen: LinkDraft.Target?) -> [[String: Any]] {
        groups.map { group in
            [
                "email": group.integration.email,
                "problem": group.problem.map { [["text": $0]] } ?? [],
                "calendars": group.calendars.map { calendar -> [String: Any] in
                    let target = LinkDraft.Target(
                        integrationId: group.integration.id, googleCalendarId: calendar.id)
                    return [
                        "value": target.text, "name": calendar.name, "role": Self.word(calendar.accessRole),
                        // A list that is closed does not show the group's label.
                        "account": calendar.name == group.integration.email ? "" : " · \(group.integration.email)",
                        "disabled": !calendar.writable,
                        "color": calendar.colorName.map { "\($0.lowercased()), " } ?? "",
                        "reason": Self.reason(calendar),
                        "selected": target == chosen,
                    ]
                },
            ]
        }
    }

    /// What cannot be done with it.
    private static func reason(_ calendar: GoogleCalendarChoice) -> String {
        if !calendar.writable { return ", cannot be written" }
        return calendar.watchable ? "" : ", read every minute, as Google does not push its changes"
    }

    /// Google's roles in plain words.
    private static func word(_ role: String) -> String {
        switch role {
        case "owner": "owner"
        case "writer": "may change events"
        case "reader": "may only read"
        case "freeBusyReader": "sees only busy times"
        default: role
        }
    }
}
