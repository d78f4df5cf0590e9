import CalendarSync

/// A removal that was stopped and what the owner has said to it, as the API shows it.
struct BrakeView: Encodable, Sendable {
    let brake: Brake

    init(_ brake: Brake) {
        self.brake = brake
    }

    private enum CodingKeys: String, CodingKey { case since, sources, ofSources, answer }

    func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(brake.since.rfc3339, forKey: .since)
        try values.encode(brake.sources, forKey: .sources)
        try values.encode(brake.ofSources, forKey: .ofSources)
        try values.encode(brake.answer, forKey: .answer)
    }
}
