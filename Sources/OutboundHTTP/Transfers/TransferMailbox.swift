import Synchronization

/// The way from any task to the driver's thread.
final class TransferMailbox: Sendable {
    enum Command: Sendable {
        case start(Transfer)
        case cancel(TransferTicket)
        case stop(CheckedContinuation<Void, Never>?)
    }

    private struct State {
        var commands: [Command] = []
        var isReaderAsleep = false
        var isClosed = false
    }

    private let state = Mutex(State())
    private let wake: @Sendable () -> Void

    /// `wake` ends the reader's sleep; it is never called after `close`.
    init(wake: @escaping @Sendable () -> Void) {
        self.wake = wake
    }

    func post(_ command: Command) {
        let isRefused = state.withLock { state in
            guard !state.isClosed else { return true }
            state.commands.append(command)
            if state.isReaderAsleep {
                state.isReaderAsleep = false
                wake()
            }
            return false
        }
        if isRefused { Self.refuse(command) }
    }

    func take() -> [Command] {
        state.withLock { state in
            state.isReaderAsleep = false
            defer { state.commands = [] }
            return state.commands
        }
    }

    /// Whether the reader may sleep; from here on a post wakes it.
    func mayReaderSleep() -> Bool {
        state.withLock { state in
            state.isReaderAsleep = state.commands.isEmpty
            return state.isReaderAsleep
        }
    }

    /// Refuses what was not taken and whatever comes later.
    func close() {
        let rest = state.withLock { state in
            state.isClosed = true
            defer { state.commands = [] }
            return state.commands
        }
        rest.forEach(Self.refuse)
    }

    private static func refuse(_ command: Command) {
        switch command {
        case .start(let transfer): transfer.finish(.failure(OutboundHTTPError.shutDown))
        case .cancel: break
        case .stop(let waiter): waiter?.resume()
        }
    }
}
