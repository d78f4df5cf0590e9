/// `Tue, 25 Jan 2022 19:22:58 GMT` (RFC 9110 §5.6.7).
enum HTTPDate {
    private static let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// - Parameter seconds: since 1970, UTC.
    static func text(_ seconds: Int) -> String {
        let time = LocalDateTime(seconds: seconds)
        let date = CivilDate(dayNumber: time.dayNumber)
        let clock = time.text.split(separator: "T")[1]
        return days[CivilDate.weekday(ofDay: time.dayNumber)] + ", " + Digits.padded(date.day, 2) + " "
            + months[date.month - 1] + " " + Digits.padded(date.year, 4) + " " + clock + " GMT"
    }
}
