import CalendarSync
import Testing

@Suite struct DigestTests {
    @Test func boundariesOfPartsCount() {
        let lists = [
            [], [""], ["", ""], ["ab"], ["a", "b"], ["ab", ""], ["", "ab"], ["1:a"], ["a1:b"], ["2:ab"], ["a", "1:b"],
            ["1", ":a"],
        ]
        #expect(Set(lists.map { Digest.text($0) }).count == lists.count)
    }

    @Test func lengthCutsTheText() {
        let whole = Digest.text(["x"])
        #expect(whole.count == 52)
        #expect(Digest.text(["x"], length: 26) == String(whole.prefix(26)))
        #expect(Digest.sha256(["x"]).count == 32)
    }

    @Test func spellingsOfOneCharacterDiffer() {
        #expect(Digest.text(["é"]) != Digest.text(["e\u{301}"]))
    }
}
