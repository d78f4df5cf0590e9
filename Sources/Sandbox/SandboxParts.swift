import Logging

/// Everything a running sandbox is made of, wired once.
struct SandboxParts: Sendable {
    let clock: SandboxClock
    let toggles: ToggleBoard
    let faults: FaultPlan
    let counters = CallCounters()
    let deliveries = DeliveryLog()
    let calendars: CalendarStore
    let push: PushSender
    let authorization: AuthorizationServer
    let google: GoogleAPI
    let kartra: KartraStore
    let kartraAPI: KartraAPI
    let pinger: KartraPinger

    init(configuration: SandboxConfiguration, logger: Logger) throws {
        clock = SandboxClock(base: configuration.now)
        let random = SeededRandom(seed: configuration.seed)
        toggles = ToggleBoard(
            google: configuration.google.toggles, quota: configuration.google.quota,
            kartra: configuration.kartra.toggles)
        faults = FaultPlan(random: random)
        calendars = try CalendarStore(accounts: configuration.google.accounts, clock: clock, random: random)
        push = PushSender(toggles: toggles, clock: clock, random: random, log: deliveries, logger: logger)
        authorization = try AuthorizationServer(
            configuration: configuration.google, calendars: calendars, toggles: toggles, clock: clock)
        google = GoogleAPI(
            methods: GoogleMethods(
                store: calendars, toggles: toggles, push: push,
                allowsPlainLoopbackPush: configuration.google.allowsPlainLoopbackPush),
            grants: authorization.grants, toggles: toggles, clock: clock, counters: counters, faults: faults)
        kartra = try KartraStore(accounts: configuration.kartra.accounts)
        kartraAPI = KartraAPI(
            store: kartra, apiToken: configuration.kartra.apiToken,
            callsPerSecond: configuration.kartra.callsPerSecond, clock: clock, counters: counters, faults: faults)
        pinger = KartraPinger(store: kartra, toggles: toggles, log: deliveries)
    }

    /// Events per calendar, blocks per class, bookings and channels, counted.
    var summary: JSONValue {
        let events = calendars.read { state in
            state.calendars.mapValues { calendar in
                (calendar.events.values.count { !$0.isCancelled }, calendar.events.values.count { $0.isCancelled })
            }
        }
        let (blocks, bookings) = kartra.read { state in
            (
                state.blocks.map { ($0.key.calendarId + "/" + $0.key.classId, $0.value.count) },
                Dictionary(grouping: state.bookings.values, by: \.status.rawValue).mapValues(\.count)
            )
        }
        let sorted = events.sorted { $0.key < $1.key }
        return [
            "calendars": .object(
                JSONObject(
                    sorted.map { ($0.key, ["live": .integer($0.value.0), "cancelled": .integer($0.value.1)]) })),
            "blocks": .object(JSONObject(blocks.sorted { $0.0 < $1.0 }.map { ($0.0, .integer($0.1)) })),
            "bookings": .object(JSONObject(bookings.sorted { $0.key < $1.key }.map { ($0.key, .integer($0.value)) })),
            "channels": .integer(push.channels.all().count { $0.notificationsLeft == nil }),
        ]
    }
}
