public import Foundation

/// Google's own opinion of when calendars are busy.
/// https://developers.google.com/workspace/calendar/api/v3/reference/freebusy/query
public struct FreeBusyResponse: Decodable, Sendable, Hashable {
    public struct Interval: Decodable, Sendable, Hashable {
        public let start: Date
        public let end: Date
    }

    /// A calendar's part of the answer: it may fail on its own within a success.
    public struct Calendar: Decodable, Sendable, Hashable {
        public let busy: [Interval]
        /// `notFound`, `internalError`, `tooManyCalendarsRequested`, `groupTooBig` and the like.
        public let errors: [String]
    }

    public let calendars: [String: Calendar]
}

extension FreeBusyResponse.Interval {
    private enum CodingKeys: String, CodingKey {
        case start, end
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        func date(_ key: CodingKeys) throws -> Date {
            guard let date = RFC3339.parse(try values.decode(String.self, forKey: key)) else {
                throw DecodingError.dataCorruptedError(forKey: key, in: values, debugDescription: "not RFC 3339")
            }
            return date
        }
        self.init(start: try date(.start), end: try date(.end))
    }
}

extension FreeBusyResponse.Calendar {
    private enum CodingKeys: String, CodingKey {
        case busy, errors
    }

    private struct Failure: Decodable {
        let reason: String
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            busy: try values.decodeIfPresent([FreeBusyResponse.Interval].self, forKey: .busy) ?? [],
            errors: try values.decodeIfPresent([Failure].self, forKey: .errors)?.map(\.reason) ?? [])
    }
}
