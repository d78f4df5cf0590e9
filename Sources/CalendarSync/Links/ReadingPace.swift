public import Foundation

/// How often a calendar is read by the clock, in seconds.
public enum ReadingPace {
    /// Google loses a small share of pings in normal operation and advises to read without them, too.
    public static let withPush: TimeInterval = 15 * 60
    public static let withoutPush: TimeInterval = 60
}
