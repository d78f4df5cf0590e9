import CalendarSync

/// What happens to a few subscriptions and links, and in which order the inputs reach which worker.
struct BookingHistory: Sendable {
    enum Input: Sendable {
        case booking(Booking, eventId: String)
        /// The owner links the class to a calendar, and the command that says so arrives.
        case link(ClassKey, calendar: String, eventId: String)
        /// That command again.
        case command(ClassKey, eventId: String)
        /// The host edits one of the mirror events that stand then.
        case host(HostEdit, pick: Int, eventId: String)
        case reading(Reading, eventId: String)
        /// What a reading asks for.
        case check(subscriptionId: String, event: String, eventId: String)
        /// What the scheduler asks for where writes have been open for long.
        case finish(subscriptionId: String, eventId: String)

        var eventId: String {
            switch self {
            case .booking(_, let eventId), .link(_, _, let eventId), .command(_, let eventId),
                .host(_, _, let eventId), .reading(_, let eventId), .check(_, _, let eventId), .finish(_, let eventId):
                eventId
            }
        }
    }

    /// A calendar is read, and what the reading asks for arrives or does not.
    struct Reading: Sendable {
        enum Commands: CaseIterable, Sendable {
            case arrive, arriveTwice
            /// With those of a later reading.
            case areLate
            /// The last full reading of all has to ask for them again.
            case areLost
        }

        let calendar: String
        let isFull: Bool
        let commands: Commands
    }

    /// A part of the history; its workers run at the same time, the next part waits for all of them.
    struct Part: Sendable {
        let workers: [[Input]]
        let hasMishaps: Bool
    }

    let seed: UInt64
    let calendars: [String]
    /// What all links say of mirror events that the host edits.
    var hostEdits = LinkOptions.HostEdits.leave
    var parts: [Part]

    var bookings: [(booking: Booking, eventId: String)] {
        parts.flatMap(\.workers).joined().compactMap { input in
            if case .booking(let booking, let eventId) = input { (booking, eventId) } else { nil }
        }
    }

    /// The newest state of each subscription, and the input that brought it.
    var newest: [(booking: Booking, eventId: String)] {
        var newest: [String: (booking: Booking, eventId: String)] = [:]
        for input in bookings {
            let known = newest[input.booking.subscriptionId]
            if let known, input.booking.order.isOlder(than: known.booking.order) { continue }
            newest[input.booking.subscriptionId] = input
        }
        return newest.values.sorted { $0.booking.subscriptionId < $1.booking.subscriptionId }
    }
}
