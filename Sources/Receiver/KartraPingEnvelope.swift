import CalendarSync
import Foundation

/// The little of Kartra's ping that decides where it goes. Whatever else is wrong with a ping is found by the worker, which
/// has a dead letter for it.
struct KartraPingEnvelope: Decodable {
    /// Nil where it is absent or no text.
    let action: String?
    /// Nil where there is none that can be read.
    let subscriptionId: String?

    private enum CodingKeys: String, CodingKey { case action, details = "action_details" }
    private enum DetailKeys: String, CodingKey { case calendar }
    private enum CalendarKeys: String, CodingKey { case subscriptionId = "calendar_subscription_id" }

    /// - Throws: `DecodingError` where the body is not a JSON object.
    init(_ body: Data) throws {
        self = try JSONDecoder().decode(Self.self, from: body)
    }

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        action = try? values.decode(String.self, forKey: .action)
        let calendar = try? values.nestedContainer(keyedBy: DetailKeys.self, forKey: .details)
            .nestedContainer(keyedBy: CalendarKeys.self, forKey: .calendar)
        subscriptionId = try? calendar?.decode(Identifier.self, forKey: .subscriptionId).text
    }

    /// Kartra pings for all it sells; only a calendar's actions are ours. One without a readable action is let through, so
    /// that it ends as a dead letter and not in silence.
    var isForUs: Bool { action.map { $0.hasPrefix("calendar_") } ?? true }
}
