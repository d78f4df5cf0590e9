import CalendarSync
import Foundation

/// Looks ahead by the rules that the workers go by. Reads, and writes nothing anywhere.
struct LinkPreviewer: Sendable {
    private static let pageSize = 200

    let store: any AccountStore & BookingStore
    let terms: LinkTerms
    let google: any GoogleAccounts
    /// They tell a mirror event of ours from a stranger's.
    let keys: SecretKeys?
    let now: @Sendable () -> Date

    func preview(_ request: LinkRequest, for key: ClassKey) async throws -> LinkPreview {
        guard let keys else { throw ConsoleError.connectingRefused }
        let target = try await terms.target(of: request, accountId: key.accountId)
        let start = now()
        let link = ClassLink(key, request, target, known: nil, former: nil)
        let bookings = try await bookings(of: key, endingAfter: start)
        let calendar = try await google.events(
            of: target.integration, calendarId: link.googleCalendarId, from: start,
            to: start.addingTimeInterval(TimeInterval(LinkPreview.days * 86_400)))
        let policy = BusyPolicy(
            link: link, timeZone: calendar.zone, booked: Set(bookings.flatMap(\.bookedTimes)), keys: keys)
        let mirrors = bookings.flatMap { booking in
            MirrorPlanner.plan(booking, existing: [], link: link).filter { $0.isInsert(endingAfter: start) }
        }
        let named = try await store.knownClass(key)
        let (booking, session) = SampleBooking.of(link, named: named, startsAt: start)
        return LinkPreview(
            calendar, policy: policy, wouldMirror: mirrors.count,
            sample: MirrorSample(booking, session, options: link.options))
    }

    /// The bookings that linking would mirror: all to come that are remembered of the class, however far ahead.
    private func bookings(of key: ClassKey, endingAfter time: Date) async throws -> [Booking] {
        var bookings: [Booking] = []
        var after: String?
        repeat {
            let page = try await store.bookings(of: key, endingAfter: time, after: after, limit: Self.pageSize)
            bookings += page.map(\.booking)
            after = page.count == Self.pageSize ? page.last?.booking.subscriptionId : nil
        } while after != nil
        return bookings
    }
}

extension MirrorChange {
    fileprivate func isInsert(endingAfter time: Date) -> Bool {
        switch self {
        case .insert(_, let content): content.endsAt > time
        case .update, .delete: false
        }
    }
}
