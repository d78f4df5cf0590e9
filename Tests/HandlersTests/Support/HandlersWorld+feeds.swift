import CalendarSync
import Foundation
import Handlers

extension HandlersWorld {
    /// An event of an hour some days from now, as the host writes it.
    static func hour(_ day: Int, at hour: Int = 14) -> [String: any Sendable] {
        func time(_ hour: Int) -> [String: String] {
            ["dateTime": "\(date(day))T\(hour < 10 ? "0" : "")\(hour):00:00", "timeZone": zone]
        }
        return ["summary": "Secret dentist", "start": time(hour), "end": time(hour + 1)]
    }

    static func allDay(_ day: Int) -> [String: any Sendable] {
        ["summary": "Off", "start": ["date": date(day)], "end": ["date": date(day + 1)]]
    }

    /// A date some days from now in the calendars' zone: the horizon begins now.
    static func date(_ offset: Int) -> String {
        let zone = TimeZone(identifier: Self.zone) ?? .gmt
        return String(Date.now.addingTimeInterval(TimeInterval(offset * 86_400)).rfc3339(in: zone).prefix(10))
    }

    /// Changes a link as the console would.
    func change(_ key: ClassKey, _ body: (inout ClassLink) -> Void) async throws {
        guard var link = try await store.link(key) else { return }
        body(&link)
        try await store.save(link)
    }

    /// Changes a feed as a worker would that has its lease.
    func changeFeed(_ calendar: String, _ body: (inout Feed) -> Void) async throws {
        let id = feedId(calendar)
        guard
            let lease = try await store.lease(
                feedId: id, holder: "test", now: now(), until: now().addingTimeInterval(20)),
            var feed = try await store.feed(id: id)
        else { return }
        body(&feed)
        try await store.save(feed, under: lease)
        try await store.release(lease)
    }

    func audit(_ calendar: String, repair: Bool) async -> SyncResult? {
        let ping = GooglePing(feedId: feedId(calendar), trigger: .audit, repair: repair)
        return await feeds().handle(ping, context(UUID().uuidString)).result
    }
}
