import CalendarSync

/// What a mirror event of a booking would say, but for its times.
struct MirrorSample: Encodable, Sendable {
    let title: String
    let description: String?
    let location: String?
    let visibility: LinkOptions.Visibility
    let colorId: String?
    let reminders: [LinkOptions.Reminder]?

    init(_ booking: Booking, _ session: Session, options: LinkOptions) {
        let content = MirrorContent(session: session, booking: booking, options: options)
        title = content.title
        description = content.description
        location = content.location
        visibility = content.visibility
        colorId = content.colorId
        reminders = content.reminders
    }

    private enum CodingKeys: String, CodingKey { case title, description, location, visibility, colorId, reminders }

    /// Absent values stand as null: a reader sees every key.
    func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(title, forKey: .title)
        try values.encode(description, forKey: .description)
        try values.encode(location, forKey: .location)
        try values.encode(visibility, forKey: .visibility)
        try values.encode(colorId, forKey: .colorId)
        try values.encode(reminders, forKey: .reminders)
    }
}
