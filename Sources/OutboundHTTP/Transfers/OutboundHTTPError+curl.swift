import CCurl

extension OutboundHTTPError {
    /// https://curl.se/libcurl/c/libcurl-errors.html
    init(_ code: CURLcode) {
        switch code {
        case CURLE_OPERATION_TIMEDOUT:
            self = .timedOut
        case CURLE_COULDNT_CONNECT:
            self = .connectFailed
        case CURLE_COULDNT_RESOLVE_HOST:
            self = .nameNotResolved
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS:
            self = .tlsFailed(.certificateRejected)
        case CURLE_SSL_CACERT_BADFILE:
            self = .tlsFailed(.trustStoreUnreadable)
        case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CIPHER, CURLE_USE_SSL_FAILED:
            self = .tlsFailed(.handshakeFailed)
        case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL, CURLE_LOGIN_DENIED:
            self = .invalidURL
        case CURLE_GOT_NOTHING, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_PARTIAL_FILE, CURLE_HTTP2, CURLE_HTTP2_STREAM,
            CURLE_WEIRD_SERVER_REPLY:
            self = .connectionClosed
        default:
            self = .other(code: Int(code.rawValue))
        }
    }
}
