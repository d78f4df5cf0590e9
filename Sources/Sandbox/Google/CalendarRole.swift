/// What an account may do with a calendar, weakest first.
enum CalendarRole: String, Sendable, Comparable {
    case freeBusyReader, reader, writerWithoutPrivateAccess, writer, owner

    private var rank: Int {
        switch self {
        case .freeBusyReader: 0
        case .reader: 1
        case .writerWithoutPrivateAccess: 2
        case .writer: 3
        case .owner: 4
        }
    }

    static func < (left: CalendarRole, right: CalendarRole) -> Bool { left.rank < right.rank }

    var canWrite: Bool { self >= .writerWithoutPrivateAccess }
    var seesPrivateDetails: Bool { self >= .writer }
}
