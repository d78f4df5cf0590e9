import CRdKafka
import Foundation
import Records
import Synchronization

/// The thread that waits for delivery reports and hands them to the sends that await them, with no polling interval
/// between the broker's answer and the sender. It also lets senders wait for room in the queue.
final class DeliveryThread: Sendable {
    private enum Phase {
        /// Can become `closing`.
        case open
        /// No new records; the rest is given this long. Can become `closed`.
        case closing(Duration)
        case closed
    }

    private struct State {
        var phase = Phase.open
        var waitingForRoom: [CheckedContinuation<Void, Never>] = []
        var waitingForClose: [CheckedContinuation<Void, Never>] = []
    }

    private let client: ClientHandle
    private let state = Mutex(State())

    init(_ client: ClientHandle) {
        self.client = client
    }

    func start() {
        let thread = Thread { self.run() }
        thread.name = "kafka-deliveries"
        thread.start()
    }

    /// Returns false where librdkafka's queue is full. Under the lock, so that no record comes after the last report.
    func produce(_ record: OutgoingRecord, _ delivery: PendingDelivery) throws(KafkaError) -> Bool {
        let answer: Result<Bool, KafkaError> = state.withLock { state in
            guard case .open = state.phase else { return .failure(.closed) }
            guard let failure = client.produce(record, delivery) else { return .success(true) }
            return failure.code == Self.queueFull ? .success(false) : .failure(.failed(failure))
        }
        return try answer.get()
    }

    private static let queueFull = String(cString: rd_kafka_err2name(RD_KAFKA_RESP_ERR__QUEUE_FULL))

    /// Returns when reports have made room, or may have: to be tried.
    func room() async {
        await withCheckedContinuation { continuation in
            let isOpen = state.withLock { state in
                guard case .open = state.phase else { return false }
                state.waitingForRoom.append(continuation)
                return true
            }
            if !isOpen { continuation.resume() }
        }
    }

    func close(within timeout: Duration) {
        state.withLock { state in
            if case .open = state.phase { state.phase = .closing(timeout) }
        }
    }

    func closed() async {
        await withCheckedContinuation { continuation in
            let isClosed = state.withLock { state in
                if case .closed = state.phase { return true }
                state.waitingForClose.append(continuation)
                return false
            }
            if isClosed { continuation.resume() }
        }
    }

    private func run() {
        while true {
            switch state.withLock({ $0.phase }) {
            case .open:
                // The bound is for closing, and for a sender that began to wait just after the last report.
                let served = client.serveDeliveries(for: .milliseconds(100))
                letIn(served == 0 ? .max : served)
            case .closing(let timeout):
                letIn(.max)
                client.finishDeliveries(within: timeout)
                let waiting = state.withLock { state in
                    state.phase = .closed
                    defer { state.waitingForClose = [] }
                    return state.waitingForClose
                }
                for continuation in waiting { continuation.resume() }
            case .closed:
                return
            }
        }
    }

    /// One sender for each record that left the queue, first come, first served.
    private func letIn(_ count: Int) {
        let admitted = state.withLock { state in
            let admitted = Array(state.waitingForRoom.prefix(count))
            state.waitingForRoom.removeFirst(admitted.count)
            return admitted
        }
        for continuation in admitted { continuation.resume() }
    }
}
