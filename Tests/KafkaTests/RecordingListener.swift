import Records

/// Remembers what a member was told, and lets a test wait for it.
final class RecordingListener: PartitionListener {
    enum Event: Equatable, Sendable {
        case assigned([TopicPartition])
        case received([RecordPosition])
        case revoking([TopicPartition])
        case revoked([TopicPartition])
        case lost([TopicPartition])
    }

    struct Told: Sendable {
        var events: [Event] = []
        var records: [ConsumedRecord] = []
        var owned: Set<TopicPartition> = []

        var values: [String] { records.map { String(decoding: $0.value ?? [], as: UTF8.self) } }
    }

    private let watched = Watched(Told())
    private let onReceived: @Sendable ([ConsumedRecord]) -> Void
    private let onRevoked: @Sendable ([TopicPartition]) async -> Void

    init(
        onReceived: @escaping @Sendable ([ConsumedRecord]) -> Void = { _ in },
        onRevoked: @escaping @Sendable ([TopicPartition]) async -> Void = { _ in }
    ) {
        self.onReceived = onReceived
        self.onRevoked = onRevoked
    }

    var told: Told { watched.value }

    func until(
        within time: Duration = .seconds(120), _ condition: @escaping @Sendable (Told) -> Bool
    ) async throws {
        try await watched.until(within: time, condition)
    }

    func assigned(_ partitions: [TopicPartition]) async {
        watched.change {
            $0.events.append(.assigned(partitions))
            $0.owned.formUnion(partitions)
        }
    }

    func received(_ records: [ConsumedRecord]) {
        onReceived(records)
        watched.change {
            $0.events.append(
                .received(records.map { RecordPosition(topicPartition: $0.topicPartition, offset: $0.offset) }))
            $0.records += records
        }
    }

    func revoked(_ partitions: [TopicPartition]) async {
        watched.change { $0.events.append(.revoking(partitions)) }
        await onRevoked(partitions)
        watched.change {
            $0.events.append(.revoked(partitions))
            $0.owned.subtract(partitions)
        }
    }

    func lost(_ partitions: [TopicPartition]) async {
        watched.change {
            $0.events.append(.lost(partitions))
            $0.owned.subtract(partitions)
        }
    }
}
