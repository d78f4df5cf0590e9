import CalendarSync
import Foundation
import Logging

/// The brake: a run that would remove too much of a link's blocks waits for its owner's answer. Whether a calendar was
/// emptied on purpose or by a mishap nobody else can tell.
struct RemovalGuard: Sendable {
    enum Decision: Sendable {
        case remove
        /// They stay until they are over.
        case keep
        /// They stay until the owner has answered.
        case hold
    }

    let store: any AccountStore & FeedStore
    let now: @Sendable () -> Date
    let logger: Logger

    /// - Parameters:
    ///   - lost: how many source events would lose all their blocks.
    ///   - isFull: whether the whole calendar was read. Only then it is known what an answer is about.
    func decide(_ key: ClassKey, feedId: String, losing lost: Int, isFull: Bool) async throws -> Decision {
        guard let link = try await store.link(key) else { return .remove }
        guard let brake = link.brake else {
            // Few may always go: no need to count the rest.
            if Brake.allows(removing: lost, of: 0) { return .remove }
            return try await weigh(key, feedId: feedId, losing: lost)
        }
        guard isFull else { return .hold }
        switch brake.answer {
        case .approved: return .remove
        case .rejected: return .keep
        case nil: return try await weigh(key, feedId: feedId, losing: lost)
        }
    }

    /// A full reading has done what was decided, and the brake has had its time. The owner's answer to a later one stays.
    func release(_ key: ClassKey) async throws {
        try await change(key) { $0.brake = nil }
    }

    private func weigh(_ key: ClassKey, feedId: String, losing lost: Int) async throws -> Decision {
        let all = try await store.sourceCount(of: key, feedId: feedId, endingAfter: now())
        if Brake.allows(removing: lost, of: all) { return .remove }
        logger.warning(
            "mass removal stopped: approve or reject it",
            metadata: ["class": "\(key)", "sources": "\(lost)", "of": "\(all)"])
        try await change(key) { link in
            link.brake = Brake(
                since: link.brake?.since ?? now(), sources: lost, ofSources: all, answer: link.brake?.answer)
        }
        return .hold
    }

    private func change(_ key: ClassKey, _ body: (inout ClassLink) -> Void) async throws {
        while var link = try await store.link(key) {
            let before = link
            body(&link)
            if link == before { return }
            do {
                try await store.save(link)
                return
            } catch StoreError.conflict {
                continue
            }
        }
    }
}
