public import CalendarSync

/// Classes that Kartra itself tells of, before any booking has named them.
public protocol OfferedClasses: Sendable {
    /// Nil where this Kartra does not say.
    func classes(accountId: String) async throws -> [KnownClass]?
}
