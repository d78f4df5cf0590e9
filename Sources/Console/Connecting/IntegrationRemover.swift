import CalendarSync
import Foundation

/// Disconnects Google accounts. The workers end the links and the grant; this waits for their certificate, but not for ever.
struct IntegrationRemover: Sendable {
    private static let attempts = 5

    let store: any AccountStore
    let announcer: LinkAnnouncer
    let patience: CertificatePatience
    let now: @Sendable () -> Date

    /// - Returns: the integration, with its certificate if that came in time. Asked again, it waits on; the removal is the
    ///   one that was asked for first.
    func remove(_ id: String, accountId: String, _ removal: Unlinking.Removal) async throws -> Integration {
        let begun = try await begin(id, accountId: accountId, removal)
        // Told each time: the last time the broker may have failed.
        try await announcer.removed(begun)
        return try await patience.wait(for: begun) {
            let newest = try await store.integration(id: id)
            guard let disconnection = newest?.disconnection else { throw ConsoleError.conflict }
            return disconnection.certificate == nil ? nil : newest
        }
    }

    func certificate(of id: String, accountId: String) async throws -> UnlinkCertificate {
        guard let integration = try await store.integration(id: id), integration.accountId == accountId else {
            throw ConsoleError.unknownIntegration
        }
        guard let certificate = integration.disconnection?.certificate else { throw ConsoleError.noCertificate }
        return certificate
    }

    private func begin(
        _ id: String, accountId: String, _ removal: Unlinking.Removal
    ) async throws -> Integration {
        for _ in 0..<Self.attempts {
            guard var integration = try await store.integration(id: id), integration.accountId == accountId else {
                throw ConsoleError.unknownIntegration
            }
            switch integration.status {
            case .disconnected: throw ConsoleError.unknownIntegration
            case .disconnecting: return integration
            case .connected, .reconnectNeeded: break
            }
            integration.status = .disconnecting
            integration.disconnection = Disconnection(removal: removal, requestedAt: now())
            do {
                integration.revision = try await store.save(integration)
                return integration
            } catch StoreError.conflict {
                continue
            }
        }
        throw ConsoleError.conflict
    }
}
