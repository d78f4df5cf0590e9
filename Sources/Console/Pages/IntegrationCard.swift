import CalendarSync
import Foundation

/// An integration as *My Integrations* shows it.
struct IntegrationCard {
    let integration: Integration
    /// Those whose links use it.
    let classes: [ListedClass]

    init(_ integration: Integration, classes: [ListedClass]) {
        self.integration = integration
        self.classes = classes.filter { $0.link?.integrationId == integration.id }
    }

    var values: [String: Any] {
        [
            "id": integration.id, "email": integration.email,
            "scopes": ScopeWords.sentences(integration.scopes),
            "health": health, "isWell": integration.status == .connected,
            "canReconnect": integration.status != .disconnecting,
            "connectedAt": TimeWords.values(integration.connectedAt), "ending": ending ?? "",
            "hasEnding": ending != nil,
            "links": classes.map {
                ["path": Visit.segment($0.classId), "name": $0.className ?? "Class \($0.classId)"]
            },
            "hasLinks": !classes.isEmpty,
        ]
    }

    /// How all of them are, in a sentence.
    static func summary(_ integrations: [Integration]) -> String {
        let ill = integrations.count { $0.status == .reconnectNeeded }
        let well = integrations.count { $0.status == .connected }
        return "\(well) connected" + (ill > 0 ? ", \(ill) to be reconnected" : "")
    }

    /// Why the access does not last, and what to do about it.
    private var ending: String? {
        if integration.isOfTesting {
            return """
                Google's consent screen of this installation is in testing: every access ends 7 days after it was given. \
                Reconnect each week, or have the consent screen published in Google's console and reconnect once.
                """
        }
        if integration.grantEndsAt != nil {
            return "The access was given for a limited time. Reconnect before it ends, so that nothing has to wait."
        }
        return nil
    }

    private var health: String {
        switch integration.status {
        case .connected: integration.grantEndsAt.map { "Connected until \(TimeWords.text($0)) UTC" } ?? "Connected"
        case .reconnectNeeded: "Reconnect needed: Google no longer accepts the access that was given"
        case .disconnecting: "Being disconnected"
        case .disconnected: "Disconnected"
        }
    }
}
