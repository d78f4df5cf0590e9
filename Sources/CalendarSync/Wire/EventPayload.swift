public import Records

/// The data of one of our record types.
public protocol EventPayload: Decodable, Sendable {
    /// The CloudEvents `type`.
    static var eventType: String { get }
}

extension EventPayload {
    /// Reads a record in binary or structured mode; the id is the event's where it has one, else the record's place.
    /// - Throws: a rejection that names the field as it stands in the input.
    public static func read(_ record: ConsumedRecord) throws(Rejection) -> (id: String, payload: Self) {
        if CloudEvent.isStructured(record) {
            let event = try InputDecoder.decode(StructuredCloudEvent<Self>.self, from: record.value)
            return (event.id, event.data)
        }
        let event = CloudEvent(binary: record)
        if let event, event.type != eventType {
            throw Rejection(.unknownType, field: "type", detail: "\(event.type) is not \(eventType)")
        }
        return (event?.id ?? record.eventId, try InputDecoder.decode(Self.self, from: record.value))
    }
}
