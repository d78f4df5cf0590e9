public import Foundation

extension ClassLink {
    public var isPaused: Bool { pausedAt != nil }

    /// From now on nothing is written for the link, in either direction. What it has made stays.
    public mutating func pause(at time: Date) {
        pausedAt = pausedAt ?? time
    }

    /// What Google has told meanwhile was read past the link, so that all of it must be read again.
    public mutating func resume() {
        guard isPaused else { return }
        pausedAt = nil
        blocksCompleteAt = nil
    }
}
