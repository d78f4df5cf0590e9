public import CalendarSync
public import Foundation
import Kartra
public import Records

/// Reads `kartra.appointments`: our booking event, or Kartra's ping as Kartra posts it.
public struct BookingRoute: RecordRoute {
    public let topic: String
    private let handler: BookingHandler
    private let now: @Sendable () -> Date

    public init(topics: Topics, handler: BookingHandler, now: @escaping @Sendable () -> Date) {
        self.topic = topics.appointments
        self.handler = handler
        self.now = now
    }

    public func work(for record: ConsumedRecord) throws(Rejection) -> RoutedWork {
        if CloudEvent.isStructured(record) || record.headers["ce_type"] != nil {
            let (eventId, event) = try BookingEvent.read(record)
            return work(for: event.booking, eventId: eventId)
        }
        let account = record.headers[KartraPing.accountHeader]
        let ping = try KartraPing.read(
            value: record.value, accountId: account, timeZone: record.headers[KartraPing.timeZoneHeader],
            receivedAt: record.timestamp(or: now()))
        switch ping {
        case .booking(let booking):
            return work(for: booking, eventId: record.eventId)
        case .ignored:
            return RoutedWork(
                key: record.eventId, subject: ResultSubject(accountId: account), eventId: record.eventId,
                task: .handle { .settled($0.result(.skipped, .notCalendar)) })
        }
    }

    private func work(for booking: Booking, eventId: String) -> RoutedWork {
        RoutedWork(
            key: Booking.workKey(accountId: booking.accountId, subscriptionId: booking.subscriptionId),
            subject: ResultSubject(booking),
            eventId: eventId, task: .handle { [handler] in await handler.handle(booking, $0) })
    }
}
