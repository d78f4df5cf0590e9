public import CalendarSync
public import Foundation
public import Hummingbird
public import Records

/// The console: its set-up pages, the JSON API under them, and the way back from Google's consent page.
public struct ConsoleAPI: Sendable {
    private let configuration: ConsoleConfiguration
    private let store: any Store
    private let integrations: IntegrationController
    private let links: LinkController
    private let preview: PreviewController
    private let status: StatusController
    private let activity: ActivityController
    private let deadLetters: DeadLetterController
    private let callback: OAuthCallbackController
    private let pages: ConsolePages

    /// - Parameters:
    ///   - keys: nil: connecting is refused and the pages open for nobody, everything else works.
    ///   - reader: of the dead letters' topic.
    ///   - offered: the classes that Kartra itself tells of; nil: only those that bookings have named are known.
    ///   - pipeline: what the broker knows of dead letters and lag.
    ///   - oldestInput: its `oldestInput` as last known, at once: each page asks for it.
    ///   - random: that many bytes nobody can guess.
    public init(
        configuration: ConsoleConfiguration, store: any Store, google: any GoogleAccounts,
        producer: any RecordProducer, reader: any RecordReader, topics: Topics, keys: SecretKeys?,
        offered: (any OfferedClasses)? = nil,
        pipeline: @escaping @Sendable () async -> PipelineStatus = { PipelineStatus() },
        oldestInput: @escaping @Sendable () -> Date? = { nil },
        now: @escaping @Sendable () -> Date = { Date() },
        random: @escaping @Sendable (Int) -> [UInt8] = { (0..<$0).map { _ in UInt8.random(in: .min ... .max) } }
    ) {
        let connecting = GoogleConnecting(
            store: store, google: google, keys: keys, redirectURI: configuration.redirectURI, now: now, random: random)
        let terms = LinkTerms(store: store, google: google)
        let links = LinkReader(
            store: store, directory: ClassDirectory(source: offered, now: now),
            oldestInput: oldestInput, now: now)
        let announcer = LinkAnnouncer(store: store, producer: producer, topics: topics, now: now)
        let patience = configuration.unlinkPatience
        let gate = ConsoleGate(
            keys: keys, isSecure: configuration.isSecure, usedLinks: store, now: now, random: random)
        let editor = LinkEditor(store: store, terms: terms, announcer: announcer)
        let remover = LinkRemover(store: store, announcer: announcer, patience: patience, now: now)
        let integrationRemover = IntegrationRemover(store: store, announcer: announcer, patience: patience, now: now)
        let previewer = LinkPreviewer(store: store, terms: terms, google: google, keys: keys, now: now)
        self.configuration = configuration
        self.store = store
        integrations = IntegrationController(
            store: store, google: google, connecting: connecting, remover: integrationRemover,
            isSecure: configuration.isSecure)
        self.links = LinkController(reader: links, editor: editor, remover: remover)
        preview = PreviewController(previewer: previewer)
        status = StatusController(reader: links, pipeline: pipeline)
        let activityReader = ActivityReader(store: store)
        activity = ActivityController(reader: activityReader)
        let desk = DeadLetterDesk(
            box: DeadLetterBox(reader: reader, store: store, topics: topics), producer: producer, now: now)
        deadLetters = DeadLetterController(desk: desk)
        callback = OAuthCallbackController(store: store, connecting: connecting)
        let live = LiveStreams(pace: configuration.livePace, now: now)
        let linksVersion = LinksVersion(store: store)
        pages = ConsolePages(
            gate: gate, authorizeOrigin: google.authorizeOrigin,
            entry: EntryPages(gate: gate, store: store, configuration: configuration),
            accounts: AccountPages(gate: gate, store: store, letters: store, reader: links),
            deadLetters: DeadLetterPages(gate: gate, desk: desk, now: now),
            integrations: IntegrationPages(
                gate: gate, store: store, reader: links, connecting: connecting, remover: integrationRemover,
                live: live,
                version: linksVersion),
            calendars: CalendarPages(gate: gate, reader: links, live: live, version: linksVersion),
            automation: AutomationPages(
                gate: gate, store: store, reader: links, google: google, editor: editor, previewer: previewer),
            links: LinkPages(
                gate: gate, store: store, reader: links, activity: activityReader, weeks: WeekReader(store: store),
                editor: editor, remover: remover,
                live: live))
    }

    public func addRoutes(to router: Router<some RequestContext>) {
        callback.addRoutes(to: router.group().add(middleware: ErrorMiddleware()))
        pages.addRoutes(to: router)
        let api = router.group("/api/v1")
            .add(middleware: ErrorMiddleware())
            .add(middleware: BearerMiddleware(tokens: configuration.tokens))
        api.otherwiseUnknown()
        let account = api.group("accounts/:accountId")
        integrations.addRoutes(to: account)
        links.addRoutes(to: account)
        preview.addRoutes(to: account)
        status.addRoutes(to: account)
        activity.addRoutes(to: account)
        deadLetters.addRoutes(
            to: api.group("dead-letters").add(middleware: OperatorMiddleware(tokens: configuration.tokens)))
    }
}
