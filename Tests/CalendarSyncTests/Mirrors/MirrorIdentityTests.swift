import CalendarSync
import Foundation
import Testing

@Suite struct MirrorIdentityTests {
    /// base32hex(SHA-256) of the length-prefixed parts, worked out with another implementation.
    @Test func eventIdIsStable() throws {
        #expect(try Sample.identity().eventId == "40kk9mk2pi37pnouns33t1i4em70itroj9fp3e19jrsgn7cf0l70")
        #expect(try Sample.identity().next().eventId == "r42mkqommcb3fac7nncbe8t5n8kbfu136mjr49ognrs83f2unl40")
    }

    @Test func eventIdIsOfTheAlphabetThatGoogleAsks() throws {
        let allowed = Set("0123456789abcdefghijklmnopqrstuv")
        for generation in 0..<200 {
            let id = try Sample.identity(generation: generation).eventId
            #expect(id.count == 52 && id.allSatisfy { allowed.contains($0) })
        }
    }

    @Test func nearIdentitiesHaveOtherIds() throws {
        let start = try Sample.instant(Sample.start)
        func id(_ a: String, _ b: String, _ c: String, _ d: String, _ date: Date = start, _ g: Int = 0) -> String {
            MirrorIdentity(
                accountId: a, calendarId: b, classId: c, subscriptionId: d, firstStartsAt: date, generation: g
            ).eventId
        }
        let ids = [
            id("1", "2", "3", "4"), id("12", "", "3", "4"), id("1", "23", "", "4"), id("1", "2", "34", ""),
            id("2", "1", "3", "4"), id("1", "2", "4", "3"), id("1", "2", "3", "4", start.addingTimeInterval(1)),
            id("1", "2", "3", "4", start, 1), id("1", "2", "3", "40"), id("1:2", "", "3", "4"),
        ]
        #expect(Set(ids).count == ids.count)
    }

    @Test func nextChangesTheGenerationOnly() throws {
        let identity = try Sample.identity(generation: 4)
        #expect(try identity.next() == Sample.identity(generation: 5))
        #expect(identity.classKey == ClassKey(accountId: "42", classId: "310"))
    }
}
