import OutboundHTTP

/// Keys that may have their turn, and the places that their accounts hold. Who has come first goes first; but an account
/// that holds more than a few places lets those pass that hold fewer, so that one with much to do, or whose calls take long,
/// keeps the others waiting no longer than one turn takes. And as a place that is held comes back only when its turn is
/// over, some stay free for who comes next: an account takes no more than so many times what is free. Alone it has three
/// quarters of all; two have three sevenths each. O(log n) for each that comes and goes. A pure value.
struct ReadyKeys {
    private struct Rank: Comparable {
        /// How many places it holds beyond those few.
        let beyond: Int
        /// Of those that hold as many, whose key has waited longest.
        let arrival: UInt64

        static func < (one: Rank, other: Rank) -> Bool {
            one.beyond == other.beyond ? one.arrival < other.arrival : one.beyond < other.beyond
        }
    }

    private struct Account {
        var keys: [(key: String, arrival: UInt64)] = []
        var head = 0
        var held = 0
        /// By which it is found in the line; nil: it has nothing to do.
        var rank: Rank?

        var hasKeys: Bool { head < keys.count }

        mutating func takeKey() -> String {
            defer {
                head += 1
                // Now and then, so that each key is moved a few times at most.
                if head > 32, head * 2 > keys.count {
                    keys.removeFirst(head)
                    head = 0
                }
            }
            return keys[head].key
        }
    }

    private let places: Int
    private let timesFree: Int
    private var accounts: [String: Account] = [:]
    /// Who has something to do. An account whose rank has changed is in it twice, and counts once.
    private var line = Heap<Rank, String>()
    private var listed = 0
    private var lastArrival: UInt64 = 0
    /// How many places are held.
    private(set) var held = 0

    /// - Parameter timesFree: an account takes a place while it holds fewer than so many times what is free.
    init(places: Int, timesFree: Int) {
        self.places = places
        self.timesFree = max(1, timesFree)
    }

    mutating func append(_ key: String, of account: String) {
        lastArrival += 1
        accounts[account, default: Account()].keys.append((key, lastArrival))
        if accounts[account]?.rank == nil { list(account) }
    }

    /// The next key and its account, which holds one place more from now on.
    mutating func next() -> (key: String, account: String)? {
        while let (rank, name) = line.first {
            guard var account = accounts[name], account.rank == rank else {
                line.removeFirst()
                continue
            }
            // Who comes behind holds as many at least, and may not either; those who hold few always may.
            guard account.held < timesFree * (places - held) else { return nil }
            line.removeFirst()
            listed -= 1
            let key = account.takeKey()
            account.held += 1
            account.rank = nil
            held += 1
            accounts[name] = account
            if account.hasKeys { list(name) }
            return (key, name)
        }
        return nil
    }

    /// The account holds one place less.
    mutating func giveBack(_ account: String) {
        held -= 1
        accounts[account]?.held -= 1
        guard let left = accounts[account] else { return }
        if left.hasKeys {
            listed -= 1
            list(account)
        } else if left.held == 0 {
            accounts[account] = nil
        }
    }

    /// Puts it in line by what it holds now, and by its next key.
    private mutating func list(_ name: String) {
        guard let account = accounts[name], account.hasKeys else { return }
        // While but one place is free, who holds fewer than this may take it.
        let few = timesFree - 1
        let rank = Rank(beyond: max(0, account.held - few), arrival: account.keys[account.head].arrival)
        listed += 1
        // It is there.
        if account.rank == rank { return }
        accounts[name]?.rank = rank
        line.insert(name, rank)
        // Ranks that count no more and never come to the front would pile up.
        if line.count > 2 * listed + 64 { rebuild() }
    }

    private mutating func rebuild() {
        line = Heap()
        for (name, account) in accounts {
            if let rank = account.rank { line.insert(name, rank) }
        }
    }
}
