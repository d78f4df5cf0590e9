import CalendarSync
import Foundation
import Records
import Testing

@Suite struct ActivityTests {
    private static let topics = Topics(prefix: "t.")

    private func result(
        _ outcome: SyncResult.Outcome, _ reason: SyncResult.Reason? = nil, effects: [SyncEffect] = [],
        subject: ResultSubject = ResultSubject(accountId: "42", classId: "310"), topic: String = "t.google.pings"
    ) -> SyncResult {
        SyncResult(
            outcome: outcome, reason: reason,
            source: .init(
                RecordPosition(topicPartition: TopicPartition(topic: topic, partition: 0), offset: 1), eventId: "e"),
            subject: subject, effects: effects, receivedAt: .distantPast, handledAt: .distantPast)
    }

    private func effect(_ kind: SyncEffect.Kind, _ calendarId: String, _ latency: Int) -> SyncEffect {
        SyncEffect(
            kind, target: .google, calendarId: calendarId, remoteId: "x", attempts: 1, latencyMilliseconds: latency)
    }

    @Test func effectsOfAKindAreCounted() {
        let effects = [
            effect(.mirrorInserted, "a", 3), effect(.mirrorDeleted, "a", 9), effect(.mirrorInserted, "a", 7),
            effect(.mirrorInserted, "b", 5),
        ]
        let entry = ActivityEntry(
            result(.succeeded, effects: effects, topic: "t.kartra.appointments"), id: "r", accountId: "42",
            classId: "310", at: .distantPast, topics: Self.topics)
        #expect(entry.occasion == .booking)
        #expect(entry.changes.map(\.count) == [2, 1, 1])
        #expect(entry.changes.map(\.latencyMilliseconds) == [7, 9, 5])
        #expect(entry.changes.map(\.calendarId) == ["a", "a", "b"])
    }

    @Test func pollsThatFoundNothingAreNoNews() {
        #expect(!result(.skipped, .unchanged).isNews)
        #expect(!result(.skipped, .coalesced).isNews)
        #expect(!result(.skipped, .paused).isNews)
        #expect(
            result(.skipped, .paused, subject: ResultSubject(accountId: "42", classId: "310", subscriptionId: "1"))
                .isNews)
        #expect(result(.skipped, .classNotLinked).isNews)
        #expect(result(.succeeded, effects: [effect(.blockWritten, "77", 1)]).isNews)
        #expect(!result(.succeeded).isNews)
        #expect(result(.parked, .reconnectNeeded).isNews)
        #expect(result(.rejected, .deadLetter).isNews)
    }

    @Test(arguments: ["310", ""]) func aCursorComesBackFromAnAddress(classId: String) throws {
        let entry = ActivityEntry(
            id: "r 1".replacing(" ", with: ""), accountId: "42", classId: classId.isEmpty ? nil : classId,
            occasion: .command, outcome: .succeeded, at: Date(timeIntervalSinceReferenceDate: 812_345_678.123_456))
        let cursor = ActivityCursor(entry)
        #expect(ActivityCursor(text: cursor.text) == cursor)
        for wrong in ["", "x", cursor.text + "A", Base64URL.encode(Data("now r 310".utf8))] {
            #expect(ActivityCursor(text: wrong) == nil)
        }
    }
}
