/// A guest's answer.
public enum ResponseStatus: OpenEnum {
    case needsAction
    case declined
    case tentative
    case accepted
    case other(String)

    public static let known: [Self] = [.needsAction, .declined, .tentative, .accepted]

    public var name: String {
        switch self {
        case .needsAction: "needsAction"
        case .declined: "declined"
        case .tentative: "tentative"
        case .accepted: "accepted"
        case .other(let name): name
        }
    }
}
