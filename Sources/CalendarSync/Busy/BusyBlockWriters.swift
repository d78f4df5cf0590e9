/// The ways to write blocks, of which each link chooses one.
public protocol BusyBlockWriters: Sendable {
    /// Where the blocks of a link are to be written; made ready where that takes a step.
    /// - Throws: `BlockWriteError`, or what the store throws.
    func target(of link: ClassLink) async throws -> BlockTarget

    /// - Throws: `BlockWriteError` where the target cannot be used, such as by a grant that was withdrawn.
    func writer(for target: BlockTarget) async throws -> any BusyBlockWriter
}
