import CCurl

/// libcurl's multi handle: the connections, and the transfers on them.
///
/// Everything but `wake` is called by the driver's thread alone; `curl_multi_wakeup` is safe from any thread, and the
/// mailbox sees to it that it is not called once the handle is closed. Hence the unchecked `Sendable`.
final class MultiHandle: @unchecked Sendable {
    private static let isLibraryReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK
    private static let maxIdleConnections = 64
    private static let maxStreamsPerConnection = 100

    private let multi: UnsafeMutableRawPointer
    private var isClosed = false

    init(maxConnectionsPerHost: Int) throws {
        guard Self.isLibraryReady, let multi = curl_multi_init() else {
            throw OutboundHTTPError(CURLE_FAILED_INIT)
        }
        self.multi = multi
        let options = [
            (CURLMOPT_PIPELINING, Int(CURLPIPE_MULTIPLEX)),
            (CURLMOPT_MAXCONNECTS, Self.maxIdleConnections),
            (CURLMOPT_MAX_HOST_CONNECTIONS, max(1, maxConnectionsPerHost)),
            (CURLMOPT_MAX_CONCURRENT_STREAMS, Self.maxStreamsPerConnection),
        ]
        for (option, value) in options {
            guard ccurl_multi_set_long(multi, option, value) == CURLM_OK else {
                throw OutboundHTTPError(CURLE_UNKNOWN_OPTION)
            }
        }
    }

    deinit {
        close()
    }

    func add(_ easy: EasyHandle) -> Bool {
        curl_multi_add_handle(multi, easy.pointer) == CURLM_OK
    }

    func remove(_ easy: EasyHandle) {
        curl_multi_remove_handle(multi, easy.pointer)
    }

    func perform() {
        var running: Int32 = 0
        curl_multi_perform(multi, &running)
    }

    /// The transfers that ended since the last call, each removed from the handle.
    func takeFinished() -> [(transfer: Transfer, result: CURLcode)] {
        var finished: [(Transfer, CURLcode)] = []
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            // The message does not outlive the removal of its handle.
            guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle else { continue }
            let result = message.pointee.data.result
            curl_multi_remove_handle(multi, easy)
            if let transfer = EasyHandle.transfer(of: easy) { finished.append((transfer, result)) }
        }
        return finished
    }

    /// Sleeps until a socket is ready, one of libcurl's timers is due, `wake` is called or the time is over.
    func poll(for timeout: Duration) {
        curl_multi_poll(multi, nil, 0, Int32(clamping: timeout.wholeMilliseconds), nil)
    }

    func wake() {
        curl_multi_wakeup(multi)
    }

    /// Closes every connection. All transfers must have been removed.
    func close() {
        guard !isClosed else { return }
        isClosed = true
        curl_multi_cleanup(multi)
    }
}
