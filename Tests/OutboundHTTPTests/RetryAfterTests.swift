import Foundation
import OutboundHTTP
import Testing

@Suite struct RetryAfterTests {
    /// Sun, 06 Nov 1994 08:49:37 GMT, the date of RFC 9110's examples.
    private let example = Date(timeIntervalSince1970: 784_111_777)

    private func delay(_ value: String, now: Date? = nil) -> Duration? {
        RetryAfter.delay(in: ["retry-after": value], now: now ?? example, limit: .seconds(600))
    }

    @Test(arguments: [("0", 0), ("1", 1), ("120", 120), ("600", 600), ("601", 600), ("99999999999999999999", 600)])
    func readsSecondsUpToItsLimit(value: String, seconds: Int) {
        #expect(delay(value) == .seconds(seconds))
    }

    @Test(arguments: [
        "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
    ])
    func readsTheThreeDateFormats(value: String) {
        #expect(delay(value, now: example - 90) == .seconds(90))
    }

    @Test func aDateInThePastMeansNow() {
        #expect(delay("Sun, 06 Nov 1994 08:49:37 GMT", now: example + 5) == .zero)
    }

    @Test func aDistantDateIsCutToTheLimit() {
        #expect(delay("Fri, 31 Dec 9999 23:59:59 GMT") == .seconds(600))
    }

    @Test(arguments: [
        "", "soon", "-1", "1.5", "+5", "Sun, 06 Nov 1994 08:49:37 PST", "Sun, 06 Foo 1994 08:49:37 GMT",
        "Sun, 99 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 25:49:37 GMT", "Sun, 06 Nov 1994 08:49 GMT",
    ])
    func ignoresWhatItCannotRead(value: String) {
        #expect(delay(value) == nil)
    }

    @Test func isNilWithoutTheHeader() {
        #expect(RetryAfter.delay(in: [:], now: example) == nil)
    }
}
