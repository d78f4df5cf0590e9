import CalendarSync

/// An entry as the API shows it. Absent values stand as null: a reader sees every key in every entry.
struct ActivityView: Encodable, Sendable {
    let entry: ActivityEntry

    init(_ entry: ActivityEntry) {
        self.entry = entry
    }

    private enum CodingKeys: String, CodingKey {
        case id, classId, subscriptionId, feedId, occasion, outcome, reason, changes, omittedChanges, notes, text, at
    }

    func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(entry.id, forKey: .id)
        try values.encode(entry.classId, forKey: .classId)
        try values.encode(entry.subscriptionId, forKey: .subscriptionId)
        try values.encode(entry.feedId, forKey: .feedId)
        try values.encode(entry.occasion, forKey: .occasion)
        try values.encode(entry.outcome, forKey: .outcome)
        try values.encode(entry.reason, forKey: .reason)
        try values.encode(entry.changes, forKey: .changes)
        try values.encode(entry.omittedChanges, forKey: .omittedChanges)
        try values.encode(entry.notes, forKey: .notes)
        try values.encode(ActivityWords.sentence(entry), forKey: .text)
        try values.encode(entry.at.rfc3339, forKey: .at)
    }
}
