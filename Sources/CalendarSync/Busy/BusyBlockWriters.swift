/// The ways to write blocks, of which each link chooses one.
public protocol BusyBlockWriters: Sendable {
    /// Where the blocks of a link are to be written; made ready where that takes a step.
    /// - Throws: `BlockWriteError`, the failure of the link's account, or what the store throws.
    func target(of link: ClassLink) async throws -> BlockTarget

    /// - Throws: the failure of the target's account, such as a grant that was withdrawn; what the store throws.
    func writer(for target: BlockTarget) async throws -> any BusyBlockWriter
}
