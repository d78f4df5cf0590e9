import Synchronization

/// One record on its way to the broker, and the task that waits for it. Finished once: by its delivery report, or by the
/// task's cancellation, after which the report has nobody to tell.
final class PendingDelivery: Sendable {
    typealias Place = (partition: Int32, offset: Int64)

    private enum State {
        /// Can become `awaited` or `finished`.
        case underway
        /// Can become `finished`.
        case awaited(CheckedContinuation<Place, any Error>)
        case finished(Result<Place, any Error>)
    }

    private let state = Mutex(State.underway)

    func finish(_ result: Result<Place, any Error>) {
        let waiting: CheckedContinuation<Place, any Error>? = state.withLock { state in
            switch state {
            case .underway:
                state = .finished(result)
                return nil
            case .awaited(let continuation):
                state = .finished(result)
                return continuation
            case .finished:
                return nil
            }
        }
        waiting?.resume(with: result)
    }

    /// Returns where the broker put the record. To be called once.
    func result() async throws -> Place {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let known: Result<Place, any Error>? = state.withLock { state in
                    if case .finished(let result) = state { return result }
                    state = .awaited(continuation)
                    return nil
                }
                if let known { continuation.resume(with: known) }
            }
        } onCancel: {
            finish(.failure(CancellationError()))
        }
    }
}
