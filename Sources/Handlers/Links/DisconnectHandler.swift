public import CalendarSync
public import Foundation
import GoogleCalendar
public import Logging

/// An integration was disconnected: ends its links, then its grant, and forgets its token.
public struct DisconnectHandler: Sendable {
    private let store: any AccountStore
    private let unlinks: UnlinkHandler
    private let google: any CalendarAccounts
    private let keys: SecretKeys
    private let now: @Sendable () -> Date
    private let logger: Logger

    public init(
        store: any AccountStore, unlinks: UnlinkHandler, google: any CalendarAccounts, keys: SecretKeys,
        now: @escaping @Sendable () -> Date, logger: Logger
    ) {
        self.store = store
        self.unlinks = unlinks
        self.google = google
        self.keys = keys
        self.now = now
        self.logger = logger
    }

    func disconnect(_ integrationId: String, _ context: InputContext) async -> Outcome {
        do {
            guard var integration = try await store.integration(id: integrationId),
                integration.accountId == context.subject.accountId, let disconnection = integration.disconnection
            else { return .settled(context.result(.skipped, .unknownLink)) }
            if disconnection.certificate != nil { return .settled(context.result(.skipped, .unchanged)) }

            var effects: [SyncEffect] = []
            // A link that is being ended already is seen to its end, too: without the grant it would have none.
            try await endLinks(of: &integration, disconnection)
            for unlinking in try await unlinkings(of: integration) where unlinking.certificate == nil {
                let outcome = try await unlinks.carryOut(unlinking, context)
                guard case .settled(let result) = outcome else { return outcome }
                effects += result.effects
            }
            try await endGrant(of: integration, disconnection)
            return .settled(
                effects.isEmpty ? context.result(.skipped, .unchanged) : context.result(.succeeded, effects: effects))
        } catch {
            return await GoogleFailure.outcome(of: error, context, google: google, now: now(), logger: logger)
        }
    }

    /// Notes the classes first, so that their certificates are found however often this is broken off.
    private func endLinks(of integration: inout Integration, _ disconnection: Disconnection) async throws {
        while true {
            let links = try await store.links(integrationId: integration.id)
            let underWay = try await store.unlinkings(accountId: integration.accountId)
                .filter { $0.link.integrationId == integration.id }
            let classIds = Set(links.map(\.classId)).union(underWay.map(\.link.classId))
            if !classIds.isSubset(of: integration.disconnection?.classIds ?? []) {
                integration.disconnection?.classIds.formUnion(classIds)
                integration.revision = try await store.save(integration)
            }
            if links.isEmpty { return }
            for link in links {
                do {
                    try await store.begin(
                        Unlinking(link: link, removal: disconnection.removal, requestedAt: disconnection.requestedAt))
                } catch StoreError.conflict {
                    // Changed since it was read: it is in the next list, or gone.
                    try Task.checkCancellation()
                }
            }
        }
    }

    private func unlinkings(of integration: Integration) async throws -> [Unlinking] {
        var unlinkings: [Unlinking] = []
        for classId in (integration.disconnection?.classIds ?? []).sorted() {
            let key = ClassKey(accountId: integration.accountId, classId: classId)
            if let unlinking = try await store.unlinking(key), unlinking.link.integrationId == integration.id {
                unlinkings.append(unlinking)
            }
        }
        return unlinkings
    }

    /// Google ends all that one person has granted us at once, so a grant that another Kartra account lives by is left.
    private func endGrant(of integration: Integration, _ disconnection: Disconnection) async throws {
        let others = try await store.integrations(subject: integration.subject).filter { other in
            switch other.status {
            case .connected, .reconnectNeeded: other.id != integration.id
            case .disconnecting, .disconnected: false
            }
        }
        var certificate = UnlinkCertificate(grantRevoked: others.isEmpty, issuedAt: now())
        for unlinking in try await unlinkings(of: integration) {
            if let one = unlinking.certificate { certificate.add(one) }
        }
        for other in others {
            certificate.linksStillUsing += try await store.links(integrationId: other.id).count
        }
        if others.isEmpty {
            try await AccountFailure.naming(integration.id) { try await google.revoke(integration) }
        }
        var ended = integration
        ended.status = .disconnected
        ended.email = ""
        ended.scopes = []
        ended.sealedRefreshToken = try keys.seal("", context: integration.id)
        ended.disconnection?.certificate = certificate
        try await store.save(ended)
        logger.info("a Google account was disconnected", metadata: ["integration": "\(integration.id)"])
    }
}
