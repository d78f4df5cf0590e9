public import CalendarSync

/// A dead letter in a list: what and why, nothing of its bytes.
public struct DeadLetterEntry: Hashable, Sendable {
    public let note: DeadLetterNote
    public let field: String?
    /// Nil: it is open.
    public internal(set) var ending: DeadLetterNote.Ending?

    public init(_ letter: ReadDeadLetter) {
        note = letter.note
        field = letter.field
    }

    public var name: DeadLetterName { DeadLetterName(note.source) }
    public var state: String { ending?.rawValue ?? "open" }
}
