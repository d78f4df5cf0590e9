public import CalendarSync
public import Foundation
public import OutboundHTTP

/// Kartra's busy-block port (`Schemas/kartra-busy-blocks.openapi.yaml`). All calls share one budget, so let there be one
/// client a process.
public struct KartraBusyBlockClient: BusyBlockWriter {
    /// So many changes of a class go one by one, all at once; more go as batches.
    private static let mostSingles = 3

    let connection: KartraConnection
    private let clock: any Clock<Duration>

    /// - Parameters:
    ///   - callsPerSecond: Kartra allows one App 20; processes that share an App divide them.
    ///   - now: only tells how far away the date in a `Retry-After` is.
    public init(
        http: any HTTPSender, baseURL: String, token: String, callsPerSecond: Int = 20,
        clock: any Clock<Duration> = ContinuousClock(), now: @escaping @Sendable () -> Date = { Date() }
    ) {
        connection = KartraConnection(
            http: http, baseURL: baseURL, token: token,
            budget: CallBudget(callsPerSecond: callsPerSecond, clock: clock), now: now)
        self.clock = clock
    }

    @discardableResult
    public func apply(upserts: [BusyBlock], removals: [BusyBlock]) async throws -> Int {
        let changes = upserts.map { BlockChange.upsert($0) } + removals.map { BlockChange.delete($0) }
        let classes = Dictionary(grouping: changes) { change in
            Self.path(calendarId: change.block.calendarId, classId: change.block.classId)
        }
        var sent = SentChanges()
        do {
            for (path, changes) in classes.sorted(by: { $0.key < $1.key }) {
                if changes.count <= Self.mostSingles {
                    sent.add(try await sendEach(changes, path: path))
                } else {
                    sent.add(try await BatchSender(connection: connection, clock: clock, path: path).send(changes))
                }
            }
        } catch let error as KartraError {
            // Of a batch that is refused as a whole nothing is known: all of it may be sent again.
            throw BlockWriteError(KartraError.mostUrgent(of: sent.failures.map(\.error) + [error]) ?? error)
        }
        if let failure = KartraError.mostUrgent(of: sent.failures.map(\.error)) {
            throw BlockWriteError(failure, blocks: Set(sent.failures.map(\.blockId)))
        }
        return sent.calls
    }

    public func standing(
        of key: ClassKey, calendarId: String, from: Date, to: Date
    ) async throws -> [StandingBlock] {
        do {
            return try await listBlocks(calendarId: calendarId, classId: key.classId, from: from, to: to).map {
                StandingBlock(blockId: $0.blockId, startsAt: $0.startsAt, endsAt: $0.endsAt)
            }
        } catch let error as KartraError {
            throw BlockWriteError(error)
        }
    }

    static func path(calendarId: String, classId: String) -> String {
        let calendar = PercentEncoding.pathSegment(calendarId)
        return "/v1/calendars/\(calendar)/classes/\(PercentEncoding.pathSegment(classId))/busy-blocks"
    }

    /// All are tried, whatever becomes of the others.
    private func sendEach(_ changes: [BlockChange], path: String) async throws -> SentChanges {
        try await withThrowingTaskGroup(of: SentChanges.Failure?.self) { group in
            for change in changes {
                group.addTask {
                    do {
                        try await send(change, path: path)
                        return nil
                    } catch let error as KartraError {
                        return SentChanges.Failure(blockId: change.block.blockId, error: error)
                    }
                }
            }
            return try await group.reduce(into: SentChanges(calls: changes.count)) { sent, failure in
                if let failure { sent.failures.append(failure) }
            }
        }
    }

    private func send(_ change: BlockChange, path: String) async throws {
        let path = path + "/" + PercentEncoding.pathSegment(change.block.blockId)
        let accepted = change.acceptedStatuses
        switch change {
        case .upsert(let block):
            let body = try WireJSON.encode(BlockChange.Times(block))
            _ = try await connection.send(.put, path, body: body, accepting: accepted)
        case .delete:
            _ = try await connection.send(.delete, path, accepting: accepted)
        }
    }
}
