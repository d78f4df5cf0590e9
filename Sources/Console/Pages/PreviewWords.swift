import CalendarSync

/// What a link would do, as the page shows it.
enum PreviewWords {
    /// More rows than that nobody reads.
    private static let rows = 50

    static func values(_ preview: LinkPreview) -> [String: Any] {
        [
            "total": preview.wouldBlock + preview.wouldNotBlock, "days": LinkPreview.days,
            "wouldBlock": preview.wouldBlock, "wouldNotBlock": preview.wouldNotBlock,
            "wouldMirror": preview.wouldMirror, "timeZone": preview.timeZone,
            "reasons": preview.byReason.sorted { $0.key < $1.key }.map { reason, count -> [String: Any] in
                ["count": count, "text": BusyVerdict.Reason(rawValue: reason).map(sentence) ?? reason]
            },
            "sample": [
                "title": preview.sample.title, "description": preview.sample.description.map(plain) ?? "",
                "places": [preview.sample.location].compactMap(\.self),
            ],
            "hasEvents": !preview.events.isEmpty,
            "events": preview.events.prefix(rows).map { event -> [String: Any] in
                [
                    "time": event.timeText,
                    "verdict": event.reason.map { "Does not block: \(sentence($0))" } ?? "Blocks",
                ]
            },
        ]
    }

    /// Google's descriptions are HTML; what they say, line by line.
    private static func plain(_ html: String) -> String {
        var text = html.replacing(/<br>/, with: "\n").replacing(/<[^>]*>/, with: "")
        for (entity, character) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")] {
            text = text.replacing(entity, with: character)
        }
        return text
    }

    private static func sentence(_ reason: BusyVerdict.Reason) -> String {
        switch reason {
        case .cancelled: "cancelled"
        case .transparent: "shown as free in Google"
        case .declined: "declined"
        case .workingLocation: "a working location"
        case .birthday: "a birthday"
        case .tentative: "answered “maybe”, which you let pass"
        case .allDay: "all day, which you let pass"
        case .nativeCopy: "a copy that Kartra's own sync wrote"
        case .ownMirror: "a booking of this class"
        case .noLength: "without length"
        case .noTimes: "without times"
        }
    }
}
