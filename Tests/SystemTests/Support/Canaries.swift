import Foundation

/// Texts that can be recognised: each begins with the same mark and ends with a number of its own.
struct Canaries {
    let search: MarkSearch
    private(set) var texts: [String] = []

    init(_ search: MarkSearch) {
        self.search = search
    }

    mutating func next() -> String {
        // The Q parts the number from whatever follows it.
        texts.append("\(search.mark)\(texts.count)Q")
        return texts[texts.count - 1]
    }

    /// Those that do not stand in these bytes.
    func missing(in data: Data) -> [String] { texts.filter { data.range(of: Data($0.utf8)) == nil } }

    // MARK: What people write

    /// Members that say what an event is about and who is there, in every place Google has for it.
    mutating func details() -> [String: any Sendable] {
        [
            "summary": "Dentist “\(next())”", "description": "Bring <b>\(next())</b>\n\"x-ray\"",
            "location": "\(next()) street 7",
            "attendees": [
                [
                    "email": "\(next())@example.com", "displayName": "Guest \(next())", "comment": next(),
                    "responseStatus": "accepted",
                ]
            ],
            "conferenceData": ["conferenceId": next(), "notes": next()],
            "attachments": [["fileUrl": "https://example.com/\(next())", "title": next()]],
            "source": ["title": next(), "url": "https://example.com/\(next())"],
            "extendedProperties": ["private": ["note": next()], "shared": ["other": next()]],
        ]
    }

    /// A timed event some days ahead.
    mutating func event(day: Int, hour: Int = 9, more: [String: any Sendable] = [:]) -> [String: any Sendable] {
        func time(_ hour: Int) -> [String: String] {
            ["dateTime": "\(Self.date(day))T\(hour < 10 ? "0" : "")\(hour):00:00", "timeZone": "America/Denver"]
        }
        return details().merging(["start": time(hour), "end": time(hour + 1)]) { _, new in new }
            .merging(more) { _, new in new }
    }

    mutating func allDay(day: Int) -> [String: any Sendable] {
        details().merging(["start": ["date": Self.date(day)], "end": ["date": Self.date(day + 1)]]) { _, new in new }
    }

    mutating func lead(id: Int) -> String {
        #"{"id":"\#(id)","firstName":"\#(next())","lastName":"\#(next())","email":"\#(next())@example.com","#
            + #""phone":"\#(next())"}"#
    }

    static func date(_ days: Int) -> String {
        let format = Date.ISO8601FormatStyle(timeZone: .gmt).year().month().day()
        return Date.now.addingTimeInterval(TimeInterval(days * 86_400)).formatted(format)
    }
}
