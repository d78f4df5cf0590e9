import Foundation
import TestSupport

/// Random histories of subscriptions: booked, moved, cancelled, in the order of their revisions or not, and what is wanted
/// at the end.
struct BookingLoad: Sendable {
    struct Record: Sendable {
        let subscription: Int
        let line: String
    }

    /// By the class, the titles and starts of the events that must stand.
    private(set) var wanted: [FleetClass: [MirrorSeen]] = [:]
    private(set) var records: [Record] = []

    /// - Parameter count: how many records there are; there are fewer subscriptions, since some change.
    init(_ count: Int, classes: [FleetClass], from day: Date, using random: inout SeededGenerator) {
        var subscription = 0
        while records.count < count {
            subscription += 1
            let one = classes[subscription % classes.count]
            let changes = min([0, 0, 1, 1, 2].randomElement(using: &random) ?? 0, count - records.count - 1)
            var history: [Record] = []
            var last: MirrorSeen?
            for revision in 0...max(0, changes) {
                let isCancelled = revision > 0 && Int.random(in: 0..<3, using: &random) == 0
                let start = FireTime.random(from: day, using: &random)
                last = isCancelled ? nil : MirrorSeen(title: Self.title(one, subscription), start: start)
                history.append(
                    Record(
                        subscription: subscription,
                        line: Self.line(one, subscription, revision, isCancelled ? "cancelled" : "booked", start)))
            }
            // Late and repeated records change nothing: the revisions tell.
            if Int.random(in: 0..<10, using: &random) == 0 { history.shuffle(using: &random) }
            records += history
            if let last { wanted[one, default: []].append(last) }
        }
    }

    private static func title(_ one: FleetClass, _ subscription: Int) -> String {
        "\(one.name) — Lead S\(subscription)"
    }

    private static func line(
        _ one: FleetClass, _ subscription: Int, _ revision: Int, _ status: String, _ start: Date
    ) -> String {
        let data =
            #"{"accountId":"\#(one.accountId)","calendarId":"\#(one.calendarId)","calendarName":"Coaching","#
            + #""classId":"\#(one.classId)","className":"\#(one.name)","subscriptionId":"\#(subscription)","#
            + #""status":"\#(status)","lead":{"id":"\#(subscription)","firstName":"Lead","#
            + #""lastName":"S\#(subscription)","email":"lead\#(subscription)@example.com","phone":""},"#
            + #""hosts":[],"timeZone":"UTC","sessions":[{"startsAt":"\#(FireTime.local(start))","#
            + #""durationMinutes":30}],"occurredAt":"2026-11-01T00:00:00Z","revision":\#(revision + 1)}"#
        return
            #"{"specversion":"1.0","id":"b-\#(subscription)-\#(revision)","source":"/fire","#
            + #""type":"com.kartra.booking.v1","datacontenttype":"application/json","data":\#(data)}"#
    }
}
