/// Who waits, by lane: first in, first out within a lane, lower lanes after higher ones, but none for ever. A pure value.
public struct LaneQueue<Element: Sendable>: Sendable {
    private struct Entry {
        let id: UInt64
        let element: Element
    }

    private struct Row {
        var entries: [Entry] = []
        /// How many went before, out of other lanes, while one of this lane could have gone.
        var passedOver = 0
    }

    /// So often a lane is passed over before one of it goes first.
    public static func patience(of lane: Lane) -> Int {
        switch lane {
        case .live: 0
        case .backfill: 8
        case .audit: 16
        }
    }

    private var rows = Dictionary(uniqueKeysWithValues: Lane.allCases.map { ($0, Row()) })
    private var lastId: UInt64 = 0

    public init() {}

    public var isEmpty: Bool { rows.values.allSatisfy(\.entries.isEmpty) }

    public func count(_ lane: Lane) -> Int { rows[lane]?.entries.count ?? 0 }

    /// - Returns: by what the element is found again.
    public mutating func append(_ element: Element, _ lane: Lane) -> UInt64 {
        lastId += 1
        rows[lane]?.entries.append(Entry(id: lastId, element: element))
        return lastId
    }

    /// Takes out one that waits no longer.
    public mutating func remove(_ id: UInt64) {
        for lane in Lane.allCases { rows[lane]?.entries.removeAll { $0.id == id } }
    }

    /// Takes out the next of those that can go.
    public mutating func next(where canGo: (Element) -> Bool) -> (id: UInt64, element: Element)? {
        let able = Lane.allCases.compactMap { lane -> (lane: Lane, index: Int)? in
            guard let index = rows[lane]?.entries.firstIndex(where: { canGo($0.element) }) else { return nil }
            return (lane, index)
        }
        let impatient = able.last { $0.lane != .live && passedOver($0.lane) >= Self.patience(of: $0.lane) }
        guard let chosen = impatient ?? able.first, let entry = rows[chosen.lane]?.entries.remove(at: chosen.index)
        else { return nil }
        for (lane, _) in able where lane != chosen.lane { rows[lane]?.passedOver += 1 }
        rows[chosen.lane]?.passedOver = 0
        return (entry.id, entry.element)
    }

    /// All who wait, without an order.
    public var elements: [Element] { rows.values.flatMap { $0.entries.map(\.element) } }

    private func passedOver(_ lane: Lane) -> Int { rows[lane]?.passedOver ?? 0 }
}
