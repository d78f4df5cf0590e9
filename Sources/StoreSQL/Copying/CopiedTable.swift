/// How far a table's copy is.
public struct CopiedTable: Hashable, Sendable {
    public let name: String
    public let rows: Int
    /// What there is to copy.
    public let of: Int
}
