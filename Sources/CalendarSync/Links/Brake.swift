public import Foundation

/// A mass removal that was stopped, and what the owner says to it.
public struct Brake: Hashable, Codable, Sendable {
    public enum Answer: String, Codable, Sendable {
        /// Remove what Google no longer has.
        case approved
        /// Keep those blocks until they are over.
        case rejected
    }

    /// When it was stopped.
    public let since: Date
    /// The source events whose blocks would go; a series counts as one.
    public var sources: Int
    /// The source events that had blocks ahead.
    public var ofSources: Int
    /// Nil: not answered.
    public var answer: Answer?

    public init(since: Date, sources: Int, ofSources: Int, answer: Answer? = nil) {
        self.since = since
        self.sources = sources
        self.ofSources = ofSources
        self.answer = answer
    }

    /// Whether so many of a link's source events may lose their blocks in one run without a question.
    public static func allows(removing sources: Int, of all: Int) -> Bool {
        sources <= max(10, all * 3 / 10)
    }
}
