/// Event ids: what a client may choose, what the server makes, and how the id of an instance reads.
enum EventId {
    /// base32hex in lower case, 5 to 1024 characters.
    static func isValidForInsert(_ id: String) -> Bool {
        (5...1024).contains(id.utf8.count)
            && id.utf8.allSatisfy { (0x30...0x39).contains($0) || (UInt8(ascii: "a")...UInt8(ascii: "v")).contains($0) }
    }

    /// `<id>_R<YYYYMMDD[THHMMSS]>`: the later part of a series that its owner has split by "this and following".
    static func isOfSplitSeries(_ id: String) -> Bool {
        let parts = id.split(separator: "_", omittingEmptySubsequences: false)
        guard parts.count == 2, isValidForInsert(String(parts[0])), parts[1].hasPrefix("R") else { return false }
        let start = parts[1].dropFirst()
        return CivilDate.parseBasic(start) != nil || LocalDateTime.parseBasic(start) != nil
    }

    /// 26 characters, as Google's own.
    static func make(_ random: SeededRandom) -> String {
        let letters = Array("0123456789abcdefghijklmnopqrstuv")
        return String((0..<26).map { _ in letters[random.below(letters.count)] })
    }

    /// Splits `<master>_<YYYYMMDD[THHMMSSZ]>`.
    static func parseInstance(_ id: String) -> (masterId: String, start: RecurrenceSet.Start)? {
        guard let separator = id.lastIndex(of: "_") else { return nil }
        let masterId = String(id[..<separator])
        let suffix = id[id.index(after: separator)...]
        if let date = CivilDate.parseBasic(suffix) { return (masterId, .day(date.dayNumber)) }
        guard suffix.hasSuffix("Z"), let time = LocalDateTime.parseBasic(suffix.dropLast()) else { return nil }
        return (masterId, .instant(time.seconds))
    }
}
