import CalendarSync
import Foundation

/// What Kartra offers, asked once in a while: every page that names a class would ask otherwise. A Kartra that fails, or is
/// slow, keeps no page from showing what the store knows.
actor ClassDirectory {
    static let lifetime: TimeInterval = 60
    /// After a failure it is asked again sooner.
    private static let patience: TimeInterval = 10
    /// More accounts at once are forgotten: nobody looks at so many in a minute.
    private static let mostAccounts = 1_000
    private static let slowest = Duration.seconds(3)

    private struct Answer {
        let classes: [KnownClass]
        let until: Date
    }

    private let source: (any OfferedClasses)?
    private let now: @Sendable () -> Date
    private var answers: [String: Answer] = [:]
    private var asked: [String: Task<[KnownClass]?, Never>] = [:]

    init(source: (any OfferedClasses)?, now: @escaping @Sendable () -> Date) {
        self.source = source
        self.now = now
    }

    /// Empty where Kartra offers none, or does not answer now.
    func classes(accountId: String) async -> [KnownClass] {
        guard let source else { return [] }
        if let answer = answers[accountId], answer.until > now() { return answer.classes }
        // Those that come meanwhile wait for the same answer.
        let task = asked[accountId] ?? Task { await Self.ask(source, accountId) }
        asked[accountId] = task
        let found = await task.value
        asked[accountId] = nil
        if answers.count >= Self.mostAccounts { answers = [:] }
        let classes = found ?? answers[accountId]?.classes ?? []
        answers[accountId] = Answer(
            classes: classes, until: now().addingTimeInterval(found == nil ? Self.patience : Self.lifetime))
        return classes
    }

    /// Nil: it failed, or took too long.
    private static func ask(_ source: any OfferedClasses, _ accountId: String) async -> [KnownClass]? {
        await withTaskGroup(of: [KnownClass]?.self) { group in
            group.addTask {
                do {
                    return try await source.classes(accountId: accountId) ?? []
                } catch {
                    return nil
                }
            }
            group.addTask {
                try? await Task.sleep(for: slowest)
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first
        }
    }
}
