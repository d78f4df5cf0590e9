extension LinkOptions {
    /// Absent keys take their defaults; unknown keys and values out of bounds are refused by name, so that a
    /// misspelt option is not silently without effect. Bounds of reminders: Google's reference of Events.
    public init(from decoder: any Decoder) throws {
        try decoder.refuseKeys(notIn: CodingKeys.self)
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            tentative: try values.decodeIfPresent(Blocking.self, forKey: .tentative) ?? .block,
            allDay: try values.decodeIfPresent(Blocking.self, forKey: .allDay) ?? .block,
            nativeCopies: try values.decodeIfPresent(Blocking.self, forKey: .nativeCopies) ?? .block,
            stale: try values.decodeIfPresent(Stale.self, forKey: .stale) ?? Stale(),
            blockWriter: try values.decodeIfPresent(BlockWriter.self, forKey: .blockWriter) ?? .kartra,
            hostEdits: try values.decodeIfPresent(HostEdits.self, forKey: .hostEdits) ?? .leave,
            title: try values.decodeIfPresent(String.self, forKey: .title) ?? Self.defaultTitle,
            privacy: try values.decodeIfPresent(Privacy.self, forKey: .privacy) ?? .full,
            reminders: try values.decodeIfPresent([Reminder].self, forKey: .reminders))
        if let problem = TitleTemplate(title).problem {
            throw DecodingError.dataCorruptedError(forKey: .title, in: values, debugDescription: problem)
        }
        if let reminders, reminders.count > 5 || reminders.contains(where: { !(0...40_320).contains($0.minutes) }) {
            throw DecodingError.dataCorruptedError(
                forKey: .reminders, in: values, debugDescription: "at most 5, each 0 to 40320 minutes")
        }
    }
}
