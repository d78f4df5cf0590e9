import Foundation
import TestSupport

/// What a host does to a mirror event in Google.
enum HostEdit: Sendable {
    /// In seconds since 1970: where sessions are, too, so that edits meet them.
    case move(startsAt: TimeInterval, minutes: Int)
    case recolour(String)
    case delete
    /// Makes an event like it, which bears its marker and is none of ours.
    case copy

    static func random(using random: inout SeededGenerator) -> HostEdit {
        switch Int.random(in: 0..<8, using: &random) {
        case 0...2:
            .move(
                startsAt: BookingHistory.firstStart + 3_600 * Double(Int.random(in: 0...7, using: &random)),
                minutes: Int.random(in: 0..<3, using: &random) == 0 ? 30 : 60)
        case 3, 4: .recolour(String(Int.random(in: 1...11, using: &random)))
        case 5, 6: .delete
        default: .copy
        }
    }
}
