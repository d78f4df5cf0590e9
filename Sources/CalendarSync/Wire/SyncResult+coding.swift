extension SyncResult {
    private enum CodingKeys: String, CodingKey {
        case outcome, reason, source, accountId, calendarId, classId, subscriptionId, feedId, effects, notes
        case omittedEffects, audit, receivedAt, handledAt
    }

    /// The subject's ids stand flat in the object, and absent ones as null: a reader sees every key in every result.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(outcome, forKey: .outcome)
        try values.encode(reason, forKey: .reason)
        try values.encode(source, forKey: .source)
        try values.encode(subject.accountId, forKey: .accountId)
        try values.encode(subject.calendarId, forKey: .calendarId)
        try values.encode(subject.classId, forKey: .classId)
        try values.encode(subject.subscriptionId, forKey: .subscriptionId)
        try values.encode(subject.feedId, forKey: .feedId)
        try values.encode(effects, forKey: .effects)
        try values.encode(notes, forKey: .notes)
        try values.encodeIfPresent(omittedEffects, forKey: .omittedEffects)
        try values.encodeIfPresent(audit, forKey: .audit)
        try values.encode(receivedAt, forKey: .receivedAt)
        try values.encode(handledAt, forKey: .handledAt)
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        outcome = try values.decode(Outcome.self, forKey: .outcome)
        reason = try values.decodeIfPresent(Reason.self, forKey: .reason)
        source = try values.decode(Source.self, forKey: .source)
        subject = ResultSubject(
            accountId: try values.decodeIfPresent(String.self, forKey: .accountId),
            calendarId: try values.decodeIfPresent(String.self, forKey: .calendarId),
            classId: try values.decodeIfPresent(String.self, forKey: .classId),
            subscriptionId: try values.decodeIfPresent(String.self, forKey: .subscriptionId),
            feedId: try values.decodeIfPresent(String.self, forKey: .feedId))
        effects = try values.decode([SyncEffect].self, forKey: .effects)
        notes = try values.decode([String].self, forKey: .notes)
        omittedEffects = try values.decodeIfPresent(Int.self, forKey: .omittedEffects)
        audit = try values.decodeIfPresent([FeedAudit.Link].self, forKey: .audit)
        receivedAt = try values.decode(String.self, forKey: .receivedAt)
        handledAt = try values.decode(String.self, forKey: .handledAt)
    }
}
