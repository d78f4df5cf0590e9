import CalendarSync
import Foundation
import Testing

@testable import Console

@Suite struct LinkStatusTests {
    static let now = Date(timeIntervalSince1970: 1_796_000_000)

    private func status(
        _ integrationStatus: Integration.Status? = .connected, access: Feed.Access = .readable,
        readSecondsAgo: TimeInterval? = 30, blocksComplete: Bool = true, parked: SyncResult.Reason? = nil,
        brake: Brake? = nil, accessRole: String? = "owner", unreachableSeconds: TimeInterval? = nil,
        blocksReleased: Bool = false, isPushLost: Bool = false, isPushed: Bool = true,
        inputWaitsSeconds: TimeInterval? = nil
    ) -> LinkStatus {
        var link = ClassLink(
            accountId: "42", classId: "310", calendarId: "77", integrationId: "i", googleCalendarId: "c",
            options: LinkOptions(), blocksCompleteAt: blocksComplete ? Self.now : nil)
        link.brake = brake
        link.blocksReleasedAt = blocksReleased ? Self.now : nil
        let integration = integrationStatus.map { status in
            Integration(
                accountId: "42", subject: "s", email: "e", scopes: [], status: status, connectedAt: Self.now,
                sealedRefreshToken: SealedSecret(keyId: "k", box: Data()))
        }
        var feed = Feed(accountId: "42", integrationId: "i", googleCalendarId: "c")
        feed.access = access
        feed.accessRole = accessRole
        feed.lastSyncedAt = readSecondsAgo.map { Self.now.addingTimeInterval(-$0) }
        feed.unreachableSince = unreachableSeconds.map { Self.now.addingTimeInterval(-$0) }
        feed.pushLostSince = isPushLost ? Self.now : nil
        if isPushed {
            feed.channels = [
                FeedChannel(id: "c", expiresAt: Self.now.addingTimeInterval(86_400), createdAt: Self.now)
            ]
        }
        let groups = parked.map { reason in
            [ParkedGroup(classId: "310", feedId: nil, reason: reason, count: 1, dueAt: Self.now)]
        }
        return LinkStatus(
            link: LinkOutline(link), integration: integration, feed: FeedOutline(feed),
            parking: LinkParking(groups ?? [], classId: "310", feedId: feed.id),
            oldestInput: inputWaitsSeconds.map { Self.now.addingTimeInterval(-$0) }, now: Self.now)
    }

    @Test func aLinkWhoseCalendarWasReadIsInStep() {
        #expect(status().word == .inStep)
        #expect(status().behindSeconds == 0)
        #expect(status().reason == nil)
    }

    @Test func aLinkWithoutPingsIsDegradedUntilTheyComeAgain() {
        let status = status(isPushLost: true)
        #expect(status.word == .degraded)
        #expect(status.reason == "push_lost")
        #expect(self.status(parked: .retriesExhausted, isPushLost: true).word == .parked)
    }

    @Test func aLinkIsSyncingUntilItsBlocksAreComplete() {
        #expect(status(blocksComplete: false).word == .syncing)
        #expect(status(readSecondsAgo: nil).word == .syncing)
        #expect(status(readSecondsAgo: nil).behindSeconds == nil)
    }

    @Test func aCalendarThatMissesThreeOfItsReadingsIsBehind() {
        #expect(status(readSecondsAgo: 2_700).word == .inStep)
        let behind = status(readSecondsAgo: 2_701)
        #expect(behind.word == .behind)
        #expect(behind.reason == "not_read_lately")
        #expect(behind.behindSeconds == 2_701)
        // Without push it is read every minute.
        #expect(status(readSecondsAgo: 180, isPushed: false).word == .inStep)
        #expect(status(readSecondsAgo: 181, isPushed: false).word == .behind)
    }

    @Test func aLinkIsBehindWhileInputsWaitForWorkers() {
        #expect(status(inputWaitsSeconds: 300).word == .inStep)
        let behind = status(inputWaitsSeconds: 301)
        #expect(behind.word == .behind)
        #expect(behind.reason == "inputs_waiting")
        #expect(behind.behindSeconds == 301)
        #expect(status(parked: .quotaExceeded, inputWaitsSeconds: 301).word == .parked)
    }

    @Test func whatOnlyAPersonCanHelpIsSaidFirst() {
        let parked = status(readSecondsAgo: 90, parked: .retriesExhausted)
        #expect(parked.word == .parked)
        #expect(parked.reason == "retries_exhausted")
        #expect(parked.behindSeconds == 90)
        #expect(status(access: .lost, parked: .retriesExhausted).word == .degraded)
        #expect(status(.reconnectNeeded, access: .lost, parked: .retriesExhausted).word == .reconnectNeeded)
        #expect(status(nil).word == .reconnectNeeded)
    }

    @Test func aRemovalThatWasStoppedWaitsForItsOwnerWhateverElseWaits() {
        let brake = Brake(since: Self.now, sources: 61, ofSources: 80)
        let braked = status(parked: .retriesExhausted, brake: brake, accessRole: "reader", unreachableSeconds: 3_600)
        #expect(braked.word == .braked)
        #expect(braked.reason == "mass_removal")
        #expect(status(access: .lost, brake: brake).reason == "calendar_lost")
        #expect(status(.reconnectNeeded, brake: brake).word == .reconnectNeeded)
        // Until a worker has carried the answer out, nothing has changed.
        let answered = Brake(since: Self.now, sources: 61, ofSources: 80, answer: .approved)
        #expect(status(brake: answered).word == .braked)
    }

    @Test(arguments: ["reader", "freeBusyReader", "none"])
    func aCalendarThatCannotBeWrittenDegradesItsLink(role: String) {
        #expect(status(parked: .retriesExhausted, accessRole: role).word == .degraded)
        #expect(status(accessRole: role).reason == "calendar_read_only")
    }

    @Test(arguments: ["owner", "writer", "writerWithoutPrivateAccess", "aRoleOfTomorrow", nil])
    func aCalendarThatCanBeWrittenOrMayBeDoesNot(role: String?) {
        #expect(status(accessRole: role).word == .inStep)
    }

    @Test func aGoogleThatIsAwayForLongerThanAHiccupIsNamed() {
        #expect(status(unreachableSeconds: 900).word == .inStep)
        let away = status(readSecondsAgo: 1_000, parked: .retriesExhausted, unreachableSeconds: 901)
        #expect(away.word == .behind)
        #expect(away.reason == "google_unreachable")
        #expect(away.behindSeconds == 1_000)
    }

    @Test func aClassWithoutItsBlocksIsWorseThanOneWithOldOnes() {
        let open = status(unreachableSeconds: 90_000, blocksReleased: true)
        #expect(open.word == .degraded)
        #expect(open.reason == "google_unreachable")
        // Google is back, the blocks are not yet.
        #expect(status(blocksReleased: true).word == .syncing)
    }
}
