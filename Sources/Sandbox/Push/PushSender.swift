import Logging
import ServiceLifecycle

/// Delivers notifications: one at a time a channel, several channels at once, again with doubling waits when the
/// receiver answers 500, 502, 503 or 504, and never again for any other answer.
final class PushSender: Service, Sendable {
    private enum Work: Sendable {
        case notify(channelId: String)
        case sync(channelId: String)
    }

    private static let successes: Set = [102, 200, 201, 202, 204]
    private static let retried: Set = [500, 502, 503, 504]

    let channels = ChannelRegistry()
    private let toggles: ToggleBoard
    private let clock: SandboxClock
    private let random: SeededRandom
    private let log: DeliveryLog
    private let logger: Logger
    private let client = LoopbackHTTPClient()
    private let gate = ConcurrencyGate(limit: 32)
    private let work: AsyncStream<Work>
    private let queue: AsyncStream<Work>.Continuation

    init(toggles: ToggleBoard, clock: SandboxClock, random: SeededRandom, log: DeliveryLog, logger: Logger) {
        self.toggles = toggles
        self.clock = clock
        self.random = random
        self.log = log
        self.logger = logger
        (work, queue) = AsyncStream.makeStream()
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                for await work in self.work {
                    group.addTask { await self.perform(work) }
                }
                group.cancelAll()
            }
        }
    }

    /// Tells every channel of a calendar that something changed.
    func calendarChanged(_ calendarId: String) {
        let mayOverlap = toggles.google.pushReorderMilliseconds > 0
        for id in channels.wake(calendarId: calendarId, now: clock.milliseconds, mayOverlap: mayOverlap) {
            queue.yield(.notify(channelId: id))
        }
    }

    /// Sends the `sync` message of a new channel, before this returns or soon after, as the toggle says.
    func announce(_ channel: NotificationChannel) async {
        switch toggles.google.syncMessage {
        case .beforeResponse: await perform(.sync(channelId: channel.id))
        case .afterResponse: queue.yield(.sync(channelId: channel.id))
        }
    }

    private func perform(_ work: Work) async {
        switch work {
        case .sync(let id):
            await send(id, state: .sync)
        case .notify(let id):
            repeat {
                await pause(
                    milliseconds: toggles.google.pushDelayMilliseconds
                        + random.below(toggles.google.pushReorderMilliseconds))
                await send(id, state: .exists)
            } while !Task.isCancelled && channels.finishTurn(id)
        }
    }

    private func send(_ id: String, state: PushNotification.State) async {
        let step = 1 + random.below(1000)
        guard
            let notification = channels.nextNotification(id, state: state, step: step, now: clock.milliseconds)
        else { return }
        if state == .exists, random.happens(toggles.google.pushLossProbability) {
            return record(notification, attempt: 0, outcome: "lost")
        }
        await deliver(notification)
        if state == .exists, random.happens(toggles.google.pushDuplicateProbability) { await deliver(notification) }
    }

    private func deliver(_ notification: PushNotification) async {
        let toggles = toggles.google
        var wait = toggles.pushRetryMilliseconds
        for attempt in 1...(toggles.pushRetries + 1) {
            let outcome: String
            var isRetried = false
            do {
                let status = try await gate.pass { [client] in
                    try await client.post(to: notification.address, headers: notification.headers, body: [])
                }
                outcome = String(status)
                isRetried = Self.retried.contains(status)
                if !Self.successes.contains(status) {
                    logger.debug("Notification refused", metadata: ["status": "\(status)", "attempt": "\(attempt)"])
                }
            } catch {
                outcome = String(describing: error)
            }
            record(notification, attempt: attempt, outcome: outcome)
            guard isRetried, attempt <= toggles.pushRetries else { return }
            await pause(milliseconds: wait)
            if Task.isCancelled { return }
            wait *= 2
        }
    }

    private func pause(milliseconds: Int) async {
        guard milliseconds > 0 else { return }
        // Cancellation only ends the wait.
        try? await Task.sleep(for: .milliseconds(milliseconds))
    }

    private func record(_ notification: PushNotification, attempt: Int, outcome: String) {
        log.append(
            DeliveryLog.Entry(
                target: "channel \(notification.channelId)",
                what: "\(notification.state.rawValue) \(notification.number)",
                attempt: attempt, outcome: outcome))
    }
}
