public import CalendarSync
public import Foundation
public import Hummingbird
public import Records

/// The JSON API under the console, and the way back from Google's consent page.
public struct ConsoleAPI: Sendable {
    private let configuration: ConsoleConfiguration
    private let store: any Store
    private let integrations: IntegrationController
    private let links: LinkController
    private let preview: PreviewController
    private let status: StatusController
    private let callback: OAuthCallbackController

    /// - Parameters:
    ///   - keys: nil: connecting is refused, everything else works.
    ///   - pipeline: what the broker knows of dead letters and lag.
    ///   - random: that many bytes nobody can guess.
    public init(
        configuration: ConsoleConfiguration, store: any Store, google: any GoogleAccounts,
        producer: any RecordProducer, topics: Topics, keys: SecretKeys?,
        pipeline: @escaping @Sendable () async -> PipelineStatus = { PipelineStatus() },
        now: @escaping @Sendable () -> Date = { Date() },
        random: @escaping @Sendable (Int) -> [UInt8] = { (0..<$0).map { _ in UInt8.random(in: .min ... .max) } }
    ) {
        let connecting = GoogleConnecting(
            store: store, google: google, keys: keys, redirectURI: configuration.redirectURI, now: now, random: random)
        let terms = LinkTerms(store: store, google: google)
        let links = LinkReader(store: store, now: now)
        let announcer = LinkAnnouncer(store: store, producer: producer, topics: topics, now: now)
        let patience = configuration.unlinkPatience
        self.configuration = configuration
        self.store = store
        integrations = IntegrationController(
            store: store, google: google, connecting: connecting,
            remover: IntegrationRemover(store: store, announcer: announcer, patience: patience, now: now),
            isSecure: configuration.isSecure)
        self.links = LinkController(
            reader: links,
            editor: LinkEditor(store: store, terms: terms, announcer: announcer),
            remover: LinkRemover(store: store, announcer: announcer, patience: patience, now: now))
        preview = PreviewController(
            previewer: LinkPreviewer(store: store, terms: terms, google: google, keys: keys, now: now))
        status = StatusController(reader: links, pipeline: pipeline)
        callback = OAuthCallbackController(store: store, connecting: connecting)
    }

    public func addRoutes(to router: Router<some RequestContext>) {
        callback.addRoutes(to: router.group().add(middleware: ErrorMiddleware()))
        let api = router.group("/api/v1")
            .add(middleware: ErrorMiddleware())
            .add(middleware: BearerMiddleware(token: configuration.apiToken))
        api.otherwiseUnknown()
        let account = api.group("accounts/:accountId")
        integrations.addRoutes(to: account)
        links.addRoutes(to: account)
        preview.addRoutes(to: account)
        status.addRoutes(to: account)
    }
}
