import CalendarSync

/// An integration as the API shows it.
struct IntegrationView: Encodable, Sendable {
    let id: String
    let provider: String
    let email: String
    let scopes: [String]
    let status: Integration.Status
    let connectedAt: String
    /// When Google ends the grant by itself.
    let grantEndsAt: String?
    /// Whether that is because the consent screen is in testing.
    let consentInTesting: Bool
    /// How many classes are linked through it.
    let links: Int

    init(_ integration: Integration, store: any AccountStore) async throws {
        id = integration.id
        provider = "google"
        email = integration.email
        scopes = integration.scopes
        status = integration.status
        connectedAt = integration.connectedAt.rfc3339
        grantEndsAt = integration.grantEndsAt?.rfc3339
        consentInTesting = integration.isOfTesting
        links = try await store.links(integrationId: integration.id).count
    }
}
