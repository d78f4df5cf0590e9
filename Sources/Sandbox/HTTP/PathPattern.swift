/// A path template such as `calendars/{calendarId}/events`, matched against decoded segments.
struct PathPattern: Sendable, ExpressibleByStringLiteral {
    private let segments: [String]

    init(stringLiteral value: String) {
        segments = value.split(separator: "/").map(String.init)
    }

    /// The values of the braces, or `nil` when the path is another one.
    func match(_ path: some Collection<String>) -> [String: String]? {
        guard path.count == segments.count else { return nil }
        var values: [String: String] = [:]
        for (segment, part) in zip(segments, path) {
            if segment.hasPrefix("{") {
                values[String(segment.dropFirst().dropLast())] = part
            } else if segment != part {
                return nil
            }
        }
        return values
    }
}
