import CalendarSync

/// A worker that dies between the write and noting it.
struct BreaksAfterWriting: BusyBlockWriter {
    struct Died: Error {}

    let writer: any BusyBlockWriter

    func apply(upserts: [BusyBlock], removals: [BusyBlock]) async throws -> Int {
        _ = try await writer.apply(upserts: upserts, removals: removals)
        throw Died()
    }
}
