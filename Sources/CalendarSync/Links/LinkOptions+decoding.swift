extension LinkOptions {
    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    /// Absent keys take their defaults; unknown keys and values out of bounds are refused by name, so that a
    /// misspelt option is not silently without effect. Bounds of reminders: Google's reference of Events.
    public init(from decoder: any Decoder) throws {
        let all = try decoder.container(keyedBy: Key.self)
        if let unknown = all.allKeys.first(where: { CodingKeys(stringValue: $0.stringValue) == nil }) {
            throw DecodingError.dataCorruptedError(forKey: unknown, in: all, debugDescription: "is not an option")
        }
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            tentative: try values.decodeIfPresent(Blocking.self, forKey: .tentative) ?? .block,
            allDay: try values.decodeIfPresent(Blocking.self, forKey: .allDay) ?? .block,
            nativeCopies: try values.decodeIfPresent(Blocking.self, forKey: .nativeCopies) ?? .block,
            stale: try values.decodeIfPresent(Stale.self, forKey: .stale) ?? Stale(),
            blockWriter: try values.decodeIfPresent(BlockWriter.self, forKey: .blockWriter) ?? .kartra,
            title: try values.decodeIfPresent(String.self, forKey: .title) ?? Self.defaultTitle,
            privacy: try values.decodeIfPresent(Privacy.self, forKey: .privacy) ?? .full,
            reminders: try values.decodeIfPresent([Reminder].self, forKey: .reminders))
        if let hours = stale.releaseAfterHours, !(1...720).contains(hours) {
            throw DecodingError.dataCorruptedError(
                forKey: .stale, in: values, debugDescription: "releaseAfterHours is 1 to 720, or null")
        }
        if let problem = TitleTemplate(title).problem {
            throw DecodingError.dataCorruptedError(forKey: .title, in: values, debugDescription: problem)
        }
        if let reminders, reminders.count > 5 || reminders.contains(where: { !(0...40_320).contains($0.minutes) }) {
            throw DecodingError.dataCorruptedError(
                forKey: .reminders, in: values, debugDescription: "at most 5, each 0 to 40320 minutes")
        }
    }
}
