import CCurl
import Glibc

/// The loop of the client's thread: takes commands, lets libcurl work, hands out results. Nothing in it is shared.
final class TransferDriver {
    private let multi: MultiHandle
    private let mailbox: TransferMailbox
    private let configuration: HTTPClientConfiguration
    private var running: [ObjectIdentifier: Transfer] = [:]
    private var waiting: [Transfer] = []
    /// No deadline lies before it. It is not moved when a transfer ends, so one look in vain per passing is the price.
    private var nextDeadline: ContinuousClock.Instant?

    init(multi: MultiHandle, mailbox: TransferMailbox, configuration: HTTPClientConfiguration) {
        self.multi = multi
        self.mailbox = mailbox
        self.configuration = configuration
    }

    func run() {
        ignoreBrokenPipes()
        while true {
            for command in mailbox.take() {
                switch command {
                case .start(let transfer): admit(transfer)
                case .cancel(let ticket): drop(ticket.id, CancellationError())
                case .stop(let waiter):
                    stop()
                    waiter?.resume()
                    return
                }
            }
            multi.perform()
            collectFinished()
            dropExpired()
            startWaiting()
            // A transfer that was just started makes libcurl's own timer due at once, so the poll does not delay it.
            if mailbox.mayReaderSleep() { multi.poll(for: timeToSleep) }
        }
    }

    private func admit(_ transfer: Transfer) {
        guard !transfer.ticket.isCancelled else { return transfer.finish(.failure(CancellationError())) }
        waiting.append(transfer)
        nextDeadline = min(nextDeadline ?? transfer.deadline, transfer.deadline)
    }

    private func startWaiting() {
        while running.count < max(1, configuration.maxInFlight), !waiting.isEmpty {
            start(waiting.removeFirst())
        }
    }

    private func start(_ transfer: Transfer) {
        transfer.received.limit = configuration.maxResponseBytes
        do {
            let easy = try EasyHandle(for: transfer, configuration: configuration)
            guard multi.add(easy) else { throw OutboundHTTPError(CURLE_FAILED_INIT) }
            transfer.easy = easy
            running[transfer.ticket.id] = transfer
        } catch {
            transfer.finish(.failure(error))
        }
    }

    private func collectFinished() {
        for (transfer, result) in multi.takeFinished() {
            running[transfer.ticket.id] = nil
            transfer.finish(outcome(of: transfer, result))
        }
    }

    private func outcome(of transfer: Transfer, _ result: CURLcode) -> Result<OutboundResponse, any Error> {
        let received = transfer.received
        guard !received.isTooLarge else {
            return .failure(OutboundHTTPError.responseTooLarge(limit: received.limit))
        }
        guard result == CURLE_OK, let easy = transfer.easy else { return .failure(OutboundHTTPError(result)) }
        return .success(
            OutboundResponse(
                status: easy.status, headers: received.headers, body: received.body, httpVersion: easy.httpVersion))
    }

    /// libcurl's own timeout does not run while a transfer waits for a connection, so deadlines are kept here.
    private func dropExpired() {
        let now = ContinuousClock.now
        guard let due = nextDeadline, due <= now else { return }
        let transfers = waiting + running.values
        for transfer in transfers where transfer.deadline <= now {
            drop(transfer.ticket.id, OutboundHTTPError.timedOut)
        }
        nextDeadline = transfers.lazy.map(\.deadline).filter { $0 > now }.min()
    }

    /// Ends a transfer wherever it is; one that has ended already is not found.
    private func drop(_ id: ObjectIdentifier, _ error: any Error) {
        if let transfer = running.removeValue(forKey: id) {
            // Closes an HTTP/1.1 connection, resets the stream of an HTTP/2 one.
            if let easy = transfer.easy { multi.remove(easy) }
            transfer.finish(.failure(error))
        } else if let index = waiting.firstIndex(where: { $0.ticket.id == id }) {
            waiting.remove(at: index).finish(.failure(error))
        }
    }

    private var timeToSleep: Duration {
        guard let nextDeadline else { return .seconds(60) }
        return max(.zero, ContinuousClock.now.duration(to: nextDeadline)) + .milliseconds(1)
    }

    private func stop() {
        for transfer in waiting + running.values {
            drop(transfer.ticket.id, OutboundHTTPError.shutDown)
        }
        mailbox.close()
        multi.close()
    }

    /// A server may close between our look and our write; the write then fails, it does not end the process.
    private func ignoreBrokenPipes() {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
    }
}
