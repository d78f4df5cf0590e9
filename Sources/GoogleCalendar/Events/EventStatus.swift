/// Absent means confirmed.
public enum EventStatus: OpenEnum {
    case confirmed
    case tentative
    case cancelled
    case other(String)

    public static let known: [Self] = [.confirmed, .tentative, .cancelled]

    public var name: String {
        switch self {
        case .confirmed: "confirmed"
        case .tentative: "tentative"
        case .cancelled: "cancelled"
        case .other(let name): name
        }
    }
}
