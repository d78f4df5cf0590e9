/// Whether an event blocks a class, and if not, why.
public enum BusyVerdict: Hashable, Sendable {
    case blocks(BusyInterval)
    case free(Reason)

    public enum Reason: String, Sendable {
        case cancelled
        case transparent
        case declined
        case workingLocation = "working_location"
        case birthday
        /// The link's choice.
        case tentative
        /// The link's choice.
        case allDay = "all_day"
        /// The link's choice: an event that Kartra's own Google sync wrote for a booking of the class.
        case nativeCopy = "native_copy"
        /// The class's own mirror: Kartra knows of that booking.
        case ownMirror = "own_mirror"
        case noLength = "no_length"
        /// Google sent no times, or ones that cannot be read.
        case noTimes = "no_times"

        /// Whether other options of the link would let the event block.
        public var isChoice: Bool {
            switch self {
            case .tentative, .allDay, .nativeCopy: true
            case .cancelled, .transparent, .declined, .workingLocation, .birthday, .ownMirror, .noLength, .noTimes:
                false
            }
        }
    }
}
