import CalendarSync
import Foundation

/// Ends links. What there is to take out the workers take out; this waits for their certificate, but not for ever.
struct LinkRemover: Sendable {
    private static let attempts = 5

    let store: any AccountStore
    let announcer: LinkAnnouncer
    let patience: CertificatePatience
    let now: @Sendable () -> Date

    /// - Returns: the unlinking, with its certificate if that came in time. Asked again, it waits on; the removal is the
    ///   one that was asked for first.
    func remove(_ key: ClassKey, _ removal: Unlinking.Removal) async throws -> Unlinking {
        let begun = try await begin(key, removal)
        // Told each time: the last time the broker may have failed.
        try await announcer.removed(begun)
        return try await patience.wait(for: begun) {
            let newest = try await store.unlinking(key)
            return newest?.certificate == nil ? nil : newest
        }
    }

    func certificate(of key: ClassKey) async throws -> UnlinkCertificate {
        guard let certificate = try await store.unlinking(key)?.certificate else { throw ConsoleError.noCertificate }
        return certificate
    }

    private func begin(_ key: ClassKey, _ removal: Unlinking.Removal) async throws -> Unlinking {
        for _ in 0..<Self.attempts {
            guard let link = try await store.link(key) else {
                guard let unlinking = try await store.unlinking(key), unlinking.certificate == nil else {
                    throw ConsoleError.unknownLink
                }
                return unlinking
            }
            let unlinking = Unlinking(link: link, removal: removal, requestedAt: now())
            do {
                try await store.begin(unlinking)
                return unlinking
            } catch StoreError.conflict {
                continue
            }
        }
        throw ConsoleError.conflict
    }
}
