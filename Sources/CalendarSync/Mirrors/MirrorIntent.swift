public import Foundation

/// A write to Google that an input has begun and not yet reported done. Other inputs leave it alone: the input that
/// began it comes again if its worker dies, looks at what became of the write, and only then takes the intent away.
public struct MirrorIntent: Hashable, Codable, Sendable {
    /// How long one may be open before somebody asks what became of it: its input may never come again, where another
    /// worker had settled it while this one was still at it.
    public static let patience: TimeInterval = 120

    /// The identity of the input, the same in every delivery.
    public let inputId: String
    public let mirror: MirrorEvent

    public init(inputId: String, mirror: MirrorEvent) {
        self.inputId = inputId
        self.mirror = mirror
    }
}
