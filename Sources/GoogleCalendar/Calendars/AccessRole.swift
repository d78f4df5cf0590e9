/// What the user may do with a calendar.
public enum AccessRole: OpenEnum {
    /// `none` at Google; not to be mistaken for an absent role.
    case noAccess
    case freeBusyReader
    case reader
    case writerWithoutPrivateAccess
    case writer
    case owner
    case other(String)

    public static let known: [Self] = [
        .noAccess, .freeBusyReader, .reader, .writerWithoutPrivateAccess, .writer, .owner,
    ]

    public var name: String {
        switch self {
        case .noAccess: "none"
        case .freeBusyReader: "freeBusyReader"
        case .reader: "reader"
        case .writerWithoutPrivateAccess: "writerWithoutPrivateAccess"
        case .writer: "writer"
        case .owner: "owner"
        case .other(let name): name
        }
    }
}

extension AccessRole {
    /// Whether mirrors can be written. `nil` when the role is one we do not know: Google will tell.
    public var canWrite: Bool? {
        switch self {
        case .noAccess, .freeBusyReader, .reader: false
        case .writerWithoutPrivateAccess, .writer, .owner: true
        case .other: nil
        }
    }
}
