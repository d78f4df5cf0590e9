import GoogleCalendar
import Testing

@Suite struct EventFieldsTests {
    @Test(arguments: [EventFields.timesAndFlags, EventFields.identity])
    func noMaskAsksForWords(mask: String) {
        let names = Set(mask.split { !$0.isLetter }.map(String.init))
        let words: Set = [
            "summary", "description", "location", "displayName", "email", "creator", "organizer", "htmlLink",
            "hangoutLink", "conferenceData", "attachments", "source", "comment", "shared", "gadget", "items/",
        ]
        #expect(names.isDisjoint(with: words))
        #expect(!mask.contains("*"))
    }

    @Test func theListMaskKeepsItsTokens() {
        let top = EventFields.timesAndFlags.prefix { $0 != "(" }.split(separator: ",")
        #expect(top == ["nextPageToken", "nextSyncToken", "timeZone", "accessRole", "items"])
    }

    @Test(arguments: [EventFields.timesAndFlags, EventFields.identity])
    func masksAreWellFormed(mask: String) {
        var depth = 0
        for character in mask {
            if character == "(" { depth += 1 }
            if character == ")" { depth -= 1 }
            #expect(depth >= 0)
            #expect(character.isLetter || "(),/".contains(character))
        }
        #expect(depth == 0)
        #expect(!mask.contains(",,") && !mask.contains("(,") && !mask.contains(",)"))
    }

    @Test func ofPrivatePropertiesOnlyOurOwnIsAskedFor() {
        for mask in [EventFields.timesAndFlags, EventFields.identity] {
            #expect(mask.contains("extendedProperties/private/calsync"))
            #expect(!mask.contains("extendedProperties/private,"))
        }
    }
}
