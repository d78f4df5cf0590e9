/// Seals by the first key the refresh tokens that other keys have sealed. Everything goes on meanwhile: what somebody else
/// changes at the same time is read again.
public struct TokenResealing: Sendable {
    /// How far it is.
    public struct Progress: Hashable, Sendable {
        public var seen: Int
        /// Sealed anew; in a dry run, those that would be.
        public var resealed: Int
        /// None of the keys opens them: their owners must connect again, or the missing key must be given.
        public var unreadable: Int

        public init(seen: Int = 0, resealed: Int = 0, unreadable: Int = 0) {
            self.seen = seen
            self.resealed = resealed
            self.unreadable = unreadable
        }
    }

    private static let pageSize = 200

    private let store: any AccountStore
    private let keys: SecretKeys

    public init(store: any AccountStore, keys: SecretKeys) {
        self.store = store
        self.keys = keys
    }

    /// - Parameter progress: told after each page.
    public func run(dryRun: Bool, progress: (Progress) -> Void = { _ in }) async throws -> Progress {
        var done = Progress()
        var after: String?
        repeat {
            let page = try await store.integrations(after: after, limit: Self.pageSize)
            for integration in page {
                done.seen += 1
                do {
                    if try await reseal(integration, dryRun: dryRun) { done.resealed += 1 }
                } catch is SecretKeysError {
                    done.unreadable += 1
                }
            }
            if !page.isEmpty { progress(done) }
            after = page.count == Self.pageSize ? page.last?.id : nil
        } while after != nil
        return done
    }

    /// - Returns: whether there was something to do.
    private func reseal(_ found: Integration, dryRun: Bool) async throws -> Bool {
        var newest: Integration? = found
        while var integration = newest {
            let sealed = integration.sealedRefreshToken
            guard sealed.keyId != keys.sealingKeyId else { return false }
            let token = try keys.open(sealed, context: integration.id)
            if dryRun { return true }
            integration.sealedRefreshToken = try keys.seal(token, context: integration.id)
            do {
                try await store.save(integration)
                return true
            } catch StoreError.conflict {
                // Connected again meanwhile, perhaps: that token is the one to keep.
                try Task.checkCancellation()
                newest = try await store.integration(id: integration.id)
            }
        }
        return false
    }
}
