public import Foundation

/// What a host has made of a mirror event in Google.
public enum MirrorDivergence: Hashable, Codable, Sendable {
    case deleted
    /// It stands at another time; nil: not at one time, as it was made a series or lasts whole days.
    case moved(to: DateInterval?)
}
