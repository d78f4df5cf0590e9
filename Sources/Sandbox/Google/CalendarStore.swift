import Synchronization

/// The one lock around accounts and calendars; nothing inside it waits.
final class CalendarStore: Sendable {
    private let state: Mutex<GoogleState>
    let clock: SandboxClock
    let random: SeededRandom

    init(accounts: [GoogleConfiguration.Account], clock: SandboxClock, random: SeededRandom) throws(SandboxError) {
        var state = GoogleState()
        for account in accounts {
            guard state.addAccount(account, now: clock.milliseconds) else {
                throw .invalidAccount(email: account.email)
            }
        }
        self.state = Mutex(state)
        self.clock = clock
        self.random = random
    }

    func read<Result: Sendable, Failure: Error>(
        _ body: (GoogleState) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try state.withLock { state throws(Failure) in try body(state) }
    }

    func write<Result: Sendable, Failure: Error>(
        _ body: (inout GoogleState) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try state.withLock { state throws(Failure) in try body(&state) }
    }
}
