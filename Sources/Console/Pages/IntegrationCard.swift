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
            "connectedAt": TimeWords.values(integration.connectedAt),
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

    private var health: String {
        switch integration.status {
        case .connected: "Connected"
        case .reconnectNeeded: "Reconnect needed: Google no longer accepts the access that was given"
        case .disconnecting: "Being disconnected"
        case .disconnected: "Disconnected"
        }
    }
}
