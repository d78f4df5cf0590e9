import Foundation

/// Says how far a long test has come.
struct FireClock: Sendable {
    private let began = ContinuousClock.now

    var seconds: Int { Int((ContinuousClock.now - began) / .seconds(1)) }

    /// To the standard error, which is not held back until a buffer is full.
    func say(_ words: String) { FileHandle.standardError.write(Data("fire: \(seconds) s: \(words)\n".utf8)) }
}
