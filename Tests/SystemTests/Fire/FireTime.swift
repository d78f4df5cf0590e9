import Foundation
import TestSupport

/// Times of the load: UTC, on whole half hours, well within the horizon.
enum FireTime {
    static func random(from day: Date, using random: inout SeededGenerator) -> Date {
        let midnight = (day.timeIntervalSince1970 / 86_400).rounded(.up) * 86_400
        let half = Int.random(in: 0..<48, using: &random)
        return Date(
            timeIntervalSince1970: midnight + Double(Int.random(in: 2..<300, using: &random)) * 86_400
                + Double(half) * 1_800)
    }

    static func utc(_ date: Date) -> String { date.formatted(.iso8601) }
    static func local(_ date: Date) -> String { String(utc(date).prefix(16)) }
    static func parse(_ text: String) -> Date? { try? Date(text, strategy: .iso8601) }
}
