import CalendarSync
import Foundation

/// Makes and changes links, and has the workers told.
struct LinkEditor: Sendable {
    private static let attempts = 5

    let store: any AccountStore & ParkingStore
    let terms: LinkTerms
    let announcer: LinkAnnouncer

    func put(_ request: LinkRequest, for key: ClassKey) async throws -> ClassLink {
        let target = try await terms.target(of: request, accountId: key.accountId)
        for _ in 0..<Self.attempts {
            let known = try await store.link(key)
            let former = known == nil ? try await store.unlinking(key) : nil
            if let former, former.certificate == nil { throw ConsoleError.unlinking }
            var link = ClassLink(key, request, target, known: known, former: former)
            // What it has in the old calendar would have to go, and nothing could be written to the new one.
            if let known, known.isPaused, known.feedId != link.feedId { throw ConsoleError.paused }
            if let known, known.hasSameTerms(as: link) {
                // Told again as long as the calendar has not been read for it: the first time the broker may have failed.
                if known.blocksCompleteAt == nil { try await announcer.saved(known) }
                return known
            }
            do {
                link.revision = try await store.save(link)
            } catch StoreError.conflict {
                continue
            }
            try await announcer.saved(link)
            // Blocks may have been kept when the class was last unlinked.
            if let old = known ?? former?.link, old.feedId != link.feedId { try await announcer.left(old, for: link) }
            return link
        }
        throw ConsoleError.conflict
    }

    func resync(_ key: ClassKey) async throws {
        guard let link = try await store.link(key) else { throw ConsoleError.unknownLink }
        try await LinkResync(store: store, announcer: announcer).ask(for: link)
    }

    /// The workers find the pause in the store.
    func pause(_ key: ClassKey, at time: Date) async throws {
        _ = try await change(key) { $0.pause(at: time) }
    }

    /// Has everything compared again, in both directions. The workers are told each time, for the last time the broker may
    /// have failed.
    func resume(_ key: ClassKey) async throws {
        try await announcer.resync(try await change(key) { $0.resume() })
    }

    private func change(_ key: ClassKey, _ body: (inout ClassLink) -> Void) async throws -> ClassLink {
        for _ in 0..<Self.attempts {
            guard var link = try await store.link(key) else { throw ConsoleError.unknownLink }
            let before = link
            body(&link)
            if link == before { return link }
            do {
                link.revision = try await store.save(link)
                return link
            } catch StoreError.conflict {
                continue
            }
        }
        throw ConsoleError.conflict
    }

    /// Notes what the owner says to the removal that was stopped. As long as the brake stands the answer may be given
    /// again, and changed; the workers are told each time, for the last time the broker may have failed.
    func answer(_ answer: Brake.Answer, for key: ClassKey) async throws {
        for _ in 0..<Self.attempts {
            guard var link = try await store.link(key) else { throw ConsoleError.unknownLink }
            guard var brake = link.brake else { throw ConsoleError.notBraked }
            if brake.answer != answer {
                brake.answer = answer
                link.brake = brake
                do {
                    link.revision = try await store.save(link)
                } catch StoreError.conflict {
                    continue
                }
            }
            return try await announcer.answered(answer, link)
        }
        throw ConsoleError.conflict
    }
}

extension ClassLink {
    /// Whether everything that an owner chooses is the same.
    fileprivate func hasSameTerms(as other: ClassLink) -> Bool {
        calendarId == other.calendarId && feedId == other.feedId && options == other.options
    }
}
