import Foundation

/// Copies every row of one store into another, empty one: one state of the source, in one transaction of the target, so
/// that there is all or nothing.
///
/// The source may not be served meanwhile; of SQLite that is seen to. PostgreSQL as the source must be stopped by hand.
/// - Parameter progress: called after each batch, from threads of the databases.
/// - Returns: what was copied of each table.
/// - Throws: `StoreCopyError`, and what `openStore` and the databases throw.
@discardableResult
public func copyStore(
    from source: String, to target: String, progress: @escaping @Sendable (CopiedTable) -> Void
) async throws -> [CopiedTable] {
    guard try StoreURL(source) != StoreURL(target) else { throw StoreCopyError.sameStore }
    // Opening would make it, and an empty store would take the place of one whose name was mistyped.
    if case .sqlite(let path) = try StoreURL(source), access(path, F_OK) != 0 { throw StoreCopyError.sourceMissing }
    // This version's schema on both sides, so that both have the same columns.
    let from = try await openStore(url: source, exclusively: true)
    do {
        let to = try await openStore(url: target, exclusively: true)
        do {
            let tables = try await StoreCopy(progress: progress).run(from: from.database, to: to.database)
            await to.close()
            await from.close()
            return tables
        } catch {
            await to.close()
            throw error
        }
    } catch {
        await from.close()
        throw error
    }
}
