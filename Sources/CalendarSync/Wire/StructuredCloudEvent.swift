import Foundation

/// A CloudEvent whose attributes stand with the data in one JSON object (CloudEvents 1.0 JSON format).
struct StructuredCloudEvent<Payload: EventPayload>: Decodable {
    let id: String
    let data: Payload

    private enum CodingKeys: String, CodingKey { case id, type, data }

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        let type = try values.decode(String.self, forKey: .type)
        guard type == Payload.eventType else {
            throw Rejection(.unknownType, field: "type", detail: "\(type) is not \(Payload.eventType)")
        }
        id = try values.decode(String.self, forKey: .id)
        guard !id.isEmpty else {
            throw DecodingError.dataCorruptedError(forKey: .id, in: values, debugDescription: "must not be empty")
        }
        data = try values.decode(Payload.self, forKey: .data)
    }
}
