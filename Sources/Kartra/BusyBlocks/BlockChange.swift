import CalendarSync
import Foundation

/// One change of a block, as the body of a single call and as an item of a batch.
enum BlockChange: Sendable {
    case upsert(BusyBlock)
    case delete(BusyBlock)

    var block: BusyBlock {
        switch self {
        case .upsert(let block), .delete(let block): block
        }
    }

    /// What is answered where there is no such block, class or calendar.
    static let goneStatuses: Set<Int> = [404, 410]

    /// Answers besides 2xx that mean it is done: of a block whose class or calendar is no more, nothing is left to remove.
    var acceptedStatuses: Set<Int> {
        switch self {
        case .upsert: []
        case .delete: Self.goneStatuses
        }
    }

    /// The body of a `PUT`, and of an upsert in a batch besides `op` and `blockId`.
    struct Times: Encodable {
        let startsAt: String
        let endsAt: String
        let allDay: Bool
        let timeZone: String
        let origin = "google"

        private enum CodingKeys: String, CodingKey { case startsAt, endsAt, allDay, timeZone, origin }

        init(_ block: BusyBlock) {
            let zone = TimeZone(identifier: block.timeZone) ?? .gmt
            startsAt = block.interval.startsAt.rfc3339(in: zone)
            endsAt = block.interval.endsAt.rfc3339(in: zone)
            allDay = block.interval.allDay
            timeZone = block.timeZone
        }
    }
}

extension BlockChange: Encodable {
    private enum CodingKeys: String, CodingKey { case op, blockId }

    func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(block.blockId, forKey: .blockId)
        switch self {
        case .upsert(let block):
            try values.encode("upsert", forKey: .op)
            try Times(block).encode(to: encoder)
        case .delete:
            try values.encode("delete", forKey: .op)
        }
    }
}
