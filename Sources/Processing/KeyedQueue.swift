import Records

/// Deliveries by key: first in, first out within a key, up to a number of keys at once. A pure value: it says what may
/// run, others run it.
struct KeyedQueue {
    /// One turn of a key.
    struct Turn: Sendable {
        let key: String
        /// More than one only where they coalesce; the last one is handled for all.
        let deliveries: [Delivery]
    }

    private enum State {
        case waiting
        case running
        /// Waits for the time of its next attempt.
        case delayed
    }

    private struct Lane {
        var state = State.waiting
        var deliveries: [Delivery] = []
    }

    private let maxInFlight: Int
    private var lanes: [String: Lane] = [:]
    private var ready: [String] = []
    private var readyHead = 0
    private(set) var inFlight = 0

    init(maxInFlight: Int) {
        self.maxInFlight = maxInFlight
    }

    /// Keys with something to do, running and delayed ones included.
    var keyCount: Int { lanes.count }

    mutating func append(_ delivery: Delivery) {
        let key = delivery.key
        if lanes[key] == nil {
            lanes[key] = Lane()
            ready.append(key)
        }
        lanes[key]?.deliveries.append(delivery)
    }

    /// The next key's turn, if one may start now.
    mutating func next() -> Turn? {
        while inFlight < maxInFlight, readyHead < ready.count {
            let key = ready[readyHead]
            readyHead += 1
            if readyHead > 1_024, readyHead * 2 > ready.count {
                ready.removeFirst(readyHead)
                readyHead = 0
            }
            guard var lane = lanes[key], case .waiting = lane.state else { continue }
            guard let first = lane.deliveries.first else {
                lanes[key] = nil
                continue
            }
            let count = first.coalesces ? lane.deliveries.prefix(while: \.coalesces).count : 1
            let turn = Turn(key: key, deliveries: Array(lane.deliveries.prefix(count)))
            lane.deliveries.removeFirst(count)
            lane.state = .running
            lanes[key] = lane
            inFlight += 1
            return turn
        }
        return nil
    }

    /// The turn is over; the key's next deliveries wait for their own.
    mutating func finish(_ turn: Turn) {
        inFlight -= 1
        guard let lane = lanes[turn.key] else { return }
        if lane.deliveries.isEmpty {
            lanes[turn.key] = nil
        } else {
            lanes[turn.key]?.state = .waiting
            ready.append(turn.key)
        }
    }

    /// The turn is to be taken again later, before anything that came after it. It holds no place meanwhile.
    mutating func delay(_ turn: Turn, by delay: Duration) {
        inFlight -= 1
        let again = turn.deliveries.map { delivery in
            var next = delivery
            next.attempt += 1
            next.waited += delay
            return next
        }
        lanes[turn.key]?.deliveries.insert(contentsOf: again, at: 0)
        lanes[turn.key]?.state = .delayed
    }

    /// The delayed key may have its turn.
    mutating func wake(_ key: String) {
        guard let lane = lanes[key], case .delayed = lane.state else { return }
        lanes[key]?.state = .waiting
        ready.append(key)
    }

    /// Takes out what waits of these partitions. What runs goes on.
    mutating func drop(_ partitions: Set<TopicPartition>) {
        for (key, lane) in lanes {
            let kept = lane.deliveries.filter { !partitions.contains($0.record.topicPartition) }
            guard kept.count < lane.deliveries.count else { continue }
            if kept.isEmpty, lane.state != .running {
                lanes[key] = nil
            } else {
                lanes[key]?.deliveries = kept
            }
        }
    }
}
