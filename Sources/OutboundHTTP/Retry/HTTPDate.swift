import Foundation

/// The three formats of an HTTP-date, all in GMT (RFC 9110 §5.6.7):
/// `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT`, `Sun Nov  6 08:49:37 1994`.
enum HTTPDate {
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    static func parse(_ text: String) -> Date? {
        // The weekday says nothing new; what is left differs in the place of the year.
        let words = text.split { $0 == " " || $0 == "-" || $0 == "," }.dropFirst().map(String.init)
        if words.count == 5, words[4] == "GMT" {
            return date(year: words[2], month: words[1], day: words[0], time: words[3])
        }
        if words.count == 4 {
            return date(year: words[3], month: words[0], day: words[1], time: words[2])
        }
        return nil
    }

    private static func date(year: String, month: String, day: String, time: String) -> Date? {
        let clock = time.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
        guard let yearNumber = fullYear(year), let month = months.firstIndex(of: month), let day = Int(day),
            (1...31).contains(day), clock.count == 3,
            let hour = clock[0], (0..<24).contains(hour),
            let minute = clock[1], (0..<60).contains(minute),
            let second = clock[2], (0...60).contains(second)
        else { return nil }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        return calendar.date(
            from: DateComponents(
                year: yearNumber, month: month + 1, day: day, hour: hour, minute: minute, second: second))
    }

    /// Two digits belong to this century, unless that makes them very distant: 70 and later are of the last one.
    private static func fullYear(_ text: String) -> Int? {
        guard let year = Int(text), year >= 0 else { return nil }
        guard text.count == 2 else { return text.count == 4 ? year : nil }
        return year < 70 ? 2000 + year : 1900 + year
    }
}
