import CalendarSync
import Foundation

/// One session of a ping: a local time in the vendor's zone and minutes.
struct PingEvent: Decodable {
    private let local: LocalDateTime
    private let text: String
    private let durationMinutes: Int

    private enum CodingKeys: String, CodingKey {
        case date = "event_date"
        case duration = "event_duration"
    }

    private static let dateLength = "YYYY-MM-DD HH:MM".utf8.count

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        text = try values.decode(String.self, forKey: .date)
        guard text.utf8.count == Self.dateLength, let local = LocalDateTime(text, separator: " ") else {
            throw DecodingError.dataCorruptedError(
                forKey: .date, in: values, debugDescription: "is not a local time YYYY-MM-DD HH:MM")
        }
        self.local = local
        let minutes = try values.decode(PingNumber.self, forKey: .duration).text
        guard let duration = Int(minutes), (1...Session.longestMinutes).contains(duration) else {
            throw DecodingError.dataCorruptedError(
                forKey: .duration, in: values,
                debugDescription: "\(minutes) is not between 1 and \(Session.longestMinutes)")
        }
        durationMinutes = duration
    }

    func session(in zone: TimeZone) -> Session {
        Session(local: local, text: text, durationMinutes: durationMinutes, zone: zone)
    }
}
