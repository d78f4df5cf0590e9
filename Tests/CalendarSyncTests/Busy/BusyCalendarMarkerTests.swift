import CalendarSync
import Foundation
import Testing

@Suite struct BusyCalendarMarkerTests {
    private static let key = ClassKey(accountId: "42", classId: "310")

    private static func keys(_ id: String, _ byte: UInt8) throws -> SecretKeys {
        try SecretKeys("\(id):" + Data(repeating: byte, count: 32).base64EncodedString())
    }

    @Test func aDescriptionTellsTheClassItsCalendarWasMadeFor() throws {
        let keys = try Self.keys("k1", 7)
        let description = "My own words.\n" + BusyCalendarMarker.text(for: Self.key, keys: keys) + " and more"
        #expect(BusyCalendarMarker.marks(description, for: Self.key, keys: keys))
        #expect(BusyCalendarMarker.isPresent(in: description))
        for other in [ClassKey(accountId: "42", classId: "311"), ClassKey(accountId: "4", classId: "2310")] {
            #expect(!BusyCalendarMarker.marks(description, for: other, keys: keys))
        }
    }

    @Test func nobodyElsesMarkCountsButIsSeen() throws {
        let forged = BusyCalendarMarker.text(for: Self.key, keys: try Self.keys("k1", 9))
        #expect(!BusyCalendarMarker.marks(forged, for: Self.key, keys: try Self.keys("k1", 7)))
        #expect(BusyCalendarMarker.isPresent(in: forged))
    }

    @Test func anOlderKeysMarkStillCounts() throws {
        let old = try Self.keys("k1", 7)
        let both = try SecretKeys(
            "k2:" + Data(repeating: 8, count: 32).base64EncodedString() + ",k1:"
                + Data(repeating: 7, count: 32).base64EncodedString())
        #expect(
            BusyCalendarMarker.marks(
                BusyCalendarMarker.text(for: Self.key, keys: old), for: Self.key, keys: both))
    }

    @Test(arguments: [nil, "", "Team calendar", "about calsync-busy calendars"])
    func otherCalendarsHaveNone(description: String?) {
        #expect(!BusyCalendarMarker.isPresent(in: description))
    }
}
