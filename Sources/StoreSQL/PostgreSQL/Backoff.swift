/// Growing pauses, of which a random part is taken so that those who collided do not meet again.
struct Backoff: Sendable {
    /// In seconds.
    let first: Double
    let longest: Double

    func pause(before attempt: Int, using random: inout some RandomNumberGenerator) -> Double {
        var pause = first
        for _ in 1..<max(2, attempt) where pause < longest { pause *= 2 }
        return .random(in: 0.5...1, using: &random) * min(pause, longest)
    }
}
