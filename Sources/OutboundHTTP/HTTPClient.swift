import Foundation

/// HTTP/2 (by ALPN) and HTTP/1.1 keep-alive over libcurl, all transfers on one thread of its own.
///
/// Certificates are always verified. Redirects are not followed, the `*_proxy` variables, `.netrc` and cookies are not
/// read, and only `http` and `https` are spoken, so a header goes to the host it was meant for and nowhere else.
/// Responses may come gzipped. A request that meets a kept connection which the server has just closed is sent again by
/// libcurl, once, before any byte of an answer: what is sent must be idempotent.
///
/// A hanging host holds its share of `maxInFlight`, so let each remote system have a client of its own.
public final class HTTPClient: HTTPSender {
    private let mailbox: TransferMailbox

    /// Throws `OutboundHTTPError.other` when libcurl cannot be set up.
    public init(configuration: HTTPClientConfiguration = HTTPClientConfiguration()) throws {
        let multi = try MultiHandle(maxConnectionsPerHost: configuration.maxConnectionsPerHost)
        let mailbox = TransferMailbox(wake: { multi.wake() })
        self.mailbox = mailbox
        let thread = Thread {
            TransferDriver(multi: multi, mailbox: mailbox, configuration: configuration).run()
        }
        thread.name = "outbound-http"
        thread.start()
    }

    deinit {
        mailbox.post(.stop(nil))
    }

    public func send(_ request: OutboundRequest) async throws -> OutboundResponse {
        try await CallPermit.current?.take(for: request.timeout)
        let ticket = TransferTicket()
        let deadline = ContinuousClock.now.advanced(by: request.timeout)
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                mailbox.post(
                    .start(
                        Transfer(ticket: ticket, request: request, deadline: deadline, continuation: continuation)))
            }
        } onCancel: {
            ticket.cancel()
            mailbox.post(.cancel(ticket))
        }
    }

    /// Fails what is under way with `OutboundHTTPError.shutDown`, closes every connection and returns when the thread
    /// has let go of them. Later calls of `send` fail the same way.
    public func shutdown() async {
        await withCheckedContinuation { mailbox.post(.stop($0)) }
    }
}
