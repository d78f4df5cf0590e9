/// Who waits, by lane: first in, first out within a lane, lower lanes after higher ones, but none for ever. Whose key is held
/// back holds up nobody else. O(log n) for each that comes and goes. A pure value: time comes from outside, as what has
/// passed since some moment.
public struct LaneQueue<Key: Hashable & Sendable>: Sendable {
    private var rows = Dictionary(uniqueKeysWithValues: Lane.allCases.map { ($0, LaneRow<Key>()) })
    /// How many went before, out of other lanes, while one of this lane could have gone.
    private var passedOver: [Lane: Int] = [:]
    private var lanes: [UInt64: Lane] = [:]
    private var lastId: UInt64 = 0

    public init() {}

    /// So often a lane is passed over before one of it goes first.
    public static func patience(of lane: Lane) -> Int {
        switch lane {
        case .live: 0
        case .backfill: 8
        case .audit: 16
        }
    }

    public var isEmpty: Bool { lanes.isEmpty }

    public func count(_ lane: Lane) -> Int { rows[lane]?.count ?? 0 }

    /// - Returns: by what it is found again; a later one's is higher.
    public mutating func append(_ key: Key, _ lane: Lane) -> UInt64 {
        lastId += 1
        lanes[lastId] = lane
        rows[lane]?.append(lastId, of: key)
        return lastId
    }

    /// Takes out one that waits no longer.
    public mutating func remove(_ id: UInt64) {
        guard let lane = lanes.removeValue(forKey: id) else { return }
        rows[lane]?.remove(id)
    }

    /// Takes out the next of those that can go.
    /// - Parameter wait: how long those of the key are held back from now on, at least; nil: not at all.
    public mutating func next(at time: Duration, wait: (Key) -> Duration?) -> (id: UInt64, key: Key)? {
        let able = Lane.allCases.compactMap { lane in
            rows[lane]?.next(at: time, wait).map { (lane: lane, key: $0) }
        }
        let impatient = able.last { $0.lane != .live && passedOver[$0.lane, default: 0] >= Self.patience(of: $0.lane) }
        guard let chosen = impatient ?? able.first, let id = rows[chosen.lane]?.take(chosen.key) else { return nil }
        lanes[id] = nil
        for (lane, _) in able where lane != chosen.lane { passedOver[lane, default: 0] += 1 }
        passedOver[chosen.lane] = 0
        return (id, chosen.key)
    }
}
