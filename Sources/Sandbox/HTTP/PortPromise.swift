/// The port of the server, known once it listens.
actor PortPromise {
    private var result: Result<Int, any Error>?
    private var waiting: [CheckedContinuation<Int, any Error>] = []

    func value() async throws -> Int {
        if let result { return try result.get() }
        return try await withCheckedThrowingContinuation { waiting.append($0) }
    }

    func fulfil(_ port: Int?) {
        settle(port.map { .success($0) } ?? .failure(SandboxError.stoppedBeforeListening))
    }

    func fail(_ error: any Error) {
        settle(.failure(error))
    }

    /// The first result stands.
    private func settle(_ result: Result<Int, any Error>) {
        guard self.result == nil else { return }
        self.result = result
        for continuation in waiting { continuation.resume(with: result) }
        waiting = []
    }
}
