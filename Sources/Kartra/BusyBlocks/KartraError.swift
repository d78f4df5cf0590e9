/// Why Kartra did not do what it was asked. Quotes status and codes, never a token, a URL or a message.
public enum KartraError: Error, Hashable, Sendable {
    /// The token is refused, whatever is asked with it: an operator must act.
    case unauthorized(reason: String)
    /// It may succeed later, after the given time where Kartra named one.
    case transient(reason: String, after: Duration?)
    /// Never, as it is. Concerns what was asked for: a time, a class, a calendar that the token may not write.
    case refused(reason: String)
    /// It said yes in words that are not those of the contract.
    case unreadableAnswer

    /// Of several failures the one that says best what to do next: with wrong credentials nothing else matters, and what
    /// may succeed is tried before it is told what never will.
    static func mostUrgent(of failures: [KartraError]) -> KartraError? {
        failures.min { $0.rank < $1.rank }
    }

    var isTransient: Bool {
        switch self {
        case .transient: true
        case .unauthorized, .refused, .unreadableAnswer: false
        }
    }

    private var rank: Int {
        switch self {
        case .unauthorized: 0
        case .transient: 1
        case .unreadableAnswer: 2
        case .refused: 3
        }
    }
}
