extension LinkOptions {
    /// Of events; calendars have others. https://developers.google.com/workspace/calendar/api/v3/reference/colors
    private static let colorIds = Set((1...11).map(String.init))

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
            location: try values.decodeIfPresent(String.self, forKey: .location) ?? "",
            linkBack: try values.decodeIfPresent(String.self, forKey: .linkBack) ?? "",
            visibility: try values.decodeIfPresent(Visibility.self, forKey: .visibility) ?? .default,
            colorId: try values.decodeIfPresent(String.self, forKey: .colorId),
            reminders: try values.decodeIfPresent([Reminder].self, forKey: .reminders))
        let problems: [(CodingKeys, String?)] = [
            (.title, TitleTemplate(title).problem), (.location, LocationTemplate(location).problem),
            (.linkBack, LinkBackTemplate(linkBack).problem),
        ]
        for case (let key, let problem?) in problems {
            throw DecodingError.dataCorruptedError(forKey: key, in: values, debugDescription: problem)
        }
        if let colorId, !Self.colorIds.contains(colorId) {
            throw DecodingError.dataCorruptedError(
                forKey: .colorId, in: values, debugDescription: "is \"1\" to \"11\", or null")
        }
        if let reminders, reminders.count > 5 || reminders.contains(where: { !(0...40_320).contains($0.minutes) }) {
            throw DecodingError.dataCorruptedError(
                forKey: .reminders, in: values, debugDescription: "at most 5, each 0 to 40320 minutes")
        }
    }
}
