import CalendarSync
import Foundation

extension BookingStore {
    /// When sessions of a class are booked.
    func bookedTimes(of key: ClassKey, from time: Date) async throws -> Set<DateInterval> {
        var times: Set<DateInterval> = []
        var after: String?
        let pageSize = 500
        repeat {
            let page = try await bookings(of: key, endingAfter: time, after: after, limit: pageSize)
            for state in page { times.formUnion(state.booking.bookedTimes) }
            after = page.count == pageSize ? page.last?.booking.subscriptionId : nil
        } while after != nil
        return times
    }
}
