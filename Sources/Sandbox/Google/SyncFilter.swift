/// The restrictions of the first list that live on inside a sync token.
struct SyncFilter: Sendable, Equatable {
    var timeMin: Int?
    var timeMax: Int?
    var search: String?
    var uid: String?
    var privateProperties: [String] = []
    var sharedProperties: [String] = []
    var eventTypes: [String] = []

    /// Bounds on time apart, which deltas do not keep by default.
    func matches(_ event: StoredEvent, properties: GoogleToggles.PropertyFilters) -> Bool {
        if let uid, event.iCalUID != uid { return false }
        if !eventTypes.isEmpty, !eventTypes.contains(event.eventType) { return false }
        if let search, !matches(event, text: search.lowercased()) { return false }
        return Self.matches(event.privateProperties, privateProperties, properties)
            && Self.matches(event.sharedProperties, sharedProperties, properties)
    }

    private func matches(_ event: StoredEvent, text: String) -> Bool {
        ["summary", "description", "location"].contains { key in
            event.content.string(key)?.lowercased().contains(text) ?? false
        }
    }

    private static func matches(
        _ properties: JSONObject, _ wanted: [String], _ mode: GoogleToggles.PropertyFilters
    ) -> Bool {
        if wanted.isEmpty { return true }
        let isMatch: (String) -> Bool = { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return parts.count == 2 && properties.string(String(parts[0])) == String(parts[1])
        }
        switch mode {
        case .all: return wanted.allSatisfy(isMatch)
        case .any: return wanted.contains(where: isMatch)
        }
    }
}
