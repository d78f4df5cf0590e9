/// Elements by a rank, the lowest first: O(log n) in and out, O(1) to look. Equal ranks come in any order.
public struct Heap<Rank: Comparable & Sendable, Element: Sendable>: Sendable {
    private var nodes: [(rank: Rank, element: Element)] = []

    public init() {}

    public var count: Int { nodes.count }

    public var first: (rank: Rank, element: Element)? { nodes.first }

    public mutating func insert(_ element: Element, _ rank: Rank) {
        nodes.append((rank, element))
        var child = nodes.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard nodes[child].rank < nodes[parent].rank else { return }
            nodes.swapAt(child, parent)
            child = parent
        }
    }

    public mutating func removeFirst() {
        guard let last = nodes.popLast(), !nodes.isEmpty else { return }
        nodes[0] = last
        var parent = 0
        while true {
            var lowest = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < nodes.count {
                if nodes[child].rank < nodes[lowest].rank { lowest = child }
            }
            guard lowest != parent else { return }
            nodes.swapAt(lowest, parent)
            parent = lowest
        }
    }
}
