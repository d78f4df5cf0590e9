import CalendarSync
import Foundation
import Testing

@testable import Console

@Suite struct LinkStatusTests {
    static let now = Date(timeIntervalSince1970: 1_796_000_000)

    private func status(
        _ integrationStatus: Integration.Status? = .connected, access: Feed.Access = .readable,
        readSecondsAgo: TimeInterval? = 30, blocksComplete: Bool = true, isParked: Bool = false
    ) -> LinkStatus {
        let link = ClassLink(
            accountId: "42", classId: "310", calendarId: "77", integrationId: "i", googleCalendarId: "c",
            options: LinkOptions(), blocksCompleteAt: blocksComplete ? Self.now : nil)
        let integration = integrationStatus.map { status in
            Integration(
                accountId: "42", subject: "s", email: "e", scopes: [], status: status, connectedAt: Self.now,
                sealedRefreshToken: SealedSecret(keyId: "k", box: Data()))
        }
        var feed = Feed(accountId: "42", integrationId: "i", googleCalendarId: "c")
        feed.access = access
        feed.lastSyncedAt = readSecondsAgo.map { Self.now.addingTimeInterval(-$0) }
        return LinkStatus(link: link, integration: integration, feed: feed, isParked: isParked, now: Self.now)
    }

    @Test func aLinkWhoseCalendarWasReadIsInStep() {
        #expect(status().word == .inStep)
        #expect(status().behindSeconds == 0)
        #expect(status().reason == nil)
    }

    @Test func aLinkIsSyncingUntilItsBlocksAreComplete() {
        #expect(status(blocksComplete: false).word == .syncing)
        #expect(status(readSecondsAgo: nil).word == .syncing)
        #expect(status(readSecondsAgo: nil).behindSeconds == nil)
    }

    @Test func aCalendarThatIsNotReadForADayIsBehind() {
        #expect(status(readSecondsAgo: 86_400).word == .inStep)
        let behind = status(readSecondsAgo: 86_401)
        #expect(behind.word == .behind)
        #expect(behind.behindSeconds == 86_401)
    }

    @Test func whatOnlyAPersonCanHelpIsSaidFirst() {
        let parked = status(readSecondsAgo: 90, isParked: true)
        #expect(parked.word == .parked)
        #expect(parked.behindSeconds == 90)
        #expect(status(access: .lost, isParked: true).word == .degraded)
        #expect(status(.reconnectNeeded, access: .lost, isParked: true).word == .reconnectNeeded)
        #expect(status(nil).word == .reconnectNeeded)
    }
}
