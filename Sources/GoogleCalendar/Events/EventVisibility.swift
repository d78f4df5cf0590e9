/// Who sees the details. Absent means default.
public enum EventVisibility: OpenEnum {
    case `default`
    case `public`
    case `private`
    case confidential
    case other(String)

    public static let known: [Self] = [.default, .public, .private, .confidential]

    public var name: String {
        switch self {
        case .default: "default"
        case .public: "public"
        case .private: "private"
        case .confidential: "confidential"
        case .other(let name): name
        }
    }
}
