import CalendarSync
import Foundation
import Testing

@testable import Console

@Suite struct LinkParkingTests {
    private static let now = Date(timeIntervalSince1970: 1_796_000_000)

    private func group(
        _ reason: SyncResult.Reason, classId: String? = nil, feedId: String? = nil, count: Int = 1,
        in seconds: Double = 60
    ) -> ParkedGroup {
        ParkedGroup(
            classId: classId, feedId: feedId, reason: reason, count: count, dueAt: Self.now.addingTimeInterval(seconds))
    }

    @Test func aLinkWaitsForItsOwnClassAndFeedOnly() throws {
        let groups = [
            group(.quotaExceeded, classId: "310", count: 2, in: 7_200), group(.retriesExhausted, feedId: "f"),
            group(.retriesExhausted, classId: "311", count: 5), group(.reconnectNeeded, count: 3),
        ]
        let own = try #require(LinkParking(groups, classId: "310", feedId: "f"))
        #expect(own.count == 3)
        #expect(own.reason == .retriesExhausted)
        #expect(own.dueAt == Self.now.addingTimeInterval(60))
        #expect(LinkParking(groups, classId: "312", feedId: "other") == nil)
    }

    @Test func whatWaitsBehindAnotherDoesNotSayWhy() throws {
        let groups = [
            group(.behindParked, classId: "310", count: 9, in: 1), group(.quotaExceeded, classId: "310", in: 7_200),
        ]
        let own = try #require(LinkParking(groups, classId: "310", feedId: "f"))
        #expect(own.reason == .quotaExceeded)
        #expect(own.count == 10)
        #expect(LinkParking([groups[0]], classId: "310", feedId: "f")?.reason == .behindParked)
    }
}
