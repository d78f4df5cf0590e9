/// Whether the event takes time. Absent means opaque.
public enum EventTransparency: OpenEnum {
    case opaque
    case transparent
    case other(String)

    public static let known: [Self] = [.opaque, .transparent]

    public var name: String {
        switch self {
        case .opaque: "opaque"
        case .transparent: "transparent"
        case .other(let name): name
        }
    }
}
