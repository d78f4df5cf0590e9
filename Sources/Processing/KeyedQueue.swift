import Records

/// Deliveries by key: first in, first out within a key, up to a number of keys at once, and of one account only so many
/// that others find a place. A pure value: it says what may run, others run it.
struct KeyedQueue {
    /// One turn of a key.
    struct Turn: Sendable {
        let key: String
        /// Whose place it holds.
        let account: String
        /// More than one only where they coalesce; one is handled for all.
        let deliveries: [Delivery]
    }

    private enum State {
        case waiting
        case running
        /// Waits for the time of its next attempt.
        case delayed
    }

    private struct Lane {
        /// The same for all of a key.
        let account: String
        var state = State.waiting
        var deliveries: [Delivery] = []
    }

    private var lanes: [String: Lane] = [:]
    private var ready: ReadyKeys

    /// - Parameter timesFree: an account's turns are at most so many times the places that are free.
    init(maxInFlight: Int, timesFree: Int = 3) {
        ready = ReadyKeys(places: maxInFlight, timesFree: timesFree)
    }

    var inFlight: Int { ready.held }

    /// Keys with something to do, running and delayed ones included.
    var keyCount: Int { lanes.count }

    mutating func append(_ delivery: Delivery) {
        let key = delivery.key
        if lanes[key] == nil {
            lanes[key] = Lane(account: delivery.account)
            ready.append(key, of: delivery.account)
        }
        lanes[key]?.deliveries.append(delivery)
    }

    /// The next key's turn, if one may start now.
    mutating func next() -> Turn? {
        while let (key, account) = ready.next() {
            // What was dropped meanwhile needs no place.
            guard var lane = lanes[key], case .waiting = lane.state else {
                ready.giveBack(account)
                continue
            }
            guard let first = lane.deliveries.first else {
                lanes[key] = nil
                ready.giveBack(account)
                continue
            }
            let count = first.coalesces ? lane.deliveries.prefix(while: \.coalesces).count : 1
            let turn = Turn(key: key, account: account, deliveries: Array(lane.deliveries.prefix(count)))
            lane.deliveries.removeFirst(count)
            lane.state = .running
            lanes[key] = lane
            return turn
        }
        return nil
    }

    /// The turn is over; the key's next deliveries wait for their own.
    mutating func finish(_ turn: Turn) {
        ready.giveBack(turn.account)
        guard let lane = lanes[turn.key] else { return }
        if lane.deliveries.isEmpty {
            lanes[turn.key] = nil
        } else {
            lanes[turn.key]?.state = .waiting
            ready.append(turn.key, of: lane.account)
        }
    }

    /// The turn is to be taken again later, before anything that came after it. It holds no place meanwhile.
    /// - Parameter tried: whether this was an attempt.
    mutating func delay(_ turn: Turn, by delay: Duration, tried: Bool = true) {
        ready.giveBack(turn.account)
        let again = turn.deliveries.map { delivery in
            var next = delivery
            if tried { next.attempt += 1 }
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
        ready.append(key, of: lane.account)
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
