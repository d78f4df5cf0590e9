import CalendarSync
import Foundation
import Testing

@Suite struct LinkIdentityTests {
    /// Worked out with another implementation.
    @Test func idsFollowFromNames() {
        #expect(Integration.id(accountId: "42", subject: "sub-1") == "3mc51i3fv0f6ttaco7icpm0kqh")
        #expect(Sample.link().feedId == "obb1a6dl7joqgk327l5a8tf14i")
        #expect(
            Feed(accountId: "42", integrationId: "int-1", googleCalendarId: "host@example.com").id
                == Sample.link().feedId)
    }

    @Test func linksToOneCalendarShareAFeed() {
        #expect(Sample.link(classId: "310").feedId == Sample.link(classId: "311").feedId)
        #expect(Sample.link(integrationId: "int-2").feedId != Sample.link().feedId)
    }

    @Test func channelIsRenewedAtFourFifthsOfItsLife() {
        let created = Date(timeIntervalSince1970: 1_000)
        var channel = FeedChannel(id: "c", createdAt: created)
        #expect(channel.renewAt == nil)
        channel.expiresAt = created.addingTimeInterval(100)
        #expect(channel.renewAt == created.addingTimeInterval(80))
    }
}
