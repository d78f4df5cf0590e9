import CCurl

/// libcurl's easy handle: one transfer. Used by the driver's thread alone.
final class EasyHandle {
    let pointer: UnsafeMutableRawPointer
    /// libcurl keeps a pointer to the list, so it lives as long as the handle.
    private var headerList: UnsafeMutablePointer<curl_slist>?

    /// `transfer` must outlive the handle's time in the multi handle.
    init(for transfer: Transfer, configuration: HTTPClientConfiguration) throws {
        guard let pointer = curl_easy_init() else { throw OutboundHTTPError(CURLE_FAILED_INIT) }
        self.pointer = pointer
        let request = transfer.request
        guard request.url.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else { throw OutboundHTTPError.invalidURL }

        try set(CURLOPT_URL, request.url)
        try set(CURLOPT_PROTOCOLS_STR, "http,https")
        try set(CURLOPT_DISALLOW_USERNAME_IN_URL, 1)
        // An encoded segment stays what the caller made of it.
        try set(CURLOPT_PATH_AS_IS, 1)
        // An empty name also switches off the environment's proxies.
        try set(CURLOPT_PROXY, "")
        try set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_2TLS)
        // Rather a stream on a connection that is being made than a connection of one's own. Not without TLS: there
        // libcurl learns only from the first answer that streams are out of question, and waits until then.
        try set(CURLOPT_PIPEWAIT, request.url.lowercased().hasPrefix("https:") ? 1 : 0)
        try set(CURLOPT_ACCEPT_ENCODING, "gzip")
        try set(CURLOPT_CONNECTTIMEOUT_MS, max(1, configuration.connectTimeout.wholeMilliseconds))
        try set(CURLOPT_NOSIGNAL, 1)
        // Dropping a transfer must not wait for its name resolution: that would hold up everybody's.
        try set(CURLOPT_QUICK_EXIT, 1)
        try setTrust(caFile: configuration.caFile)
        try setBody(request)
        try setHeaders(request)
        try setReceiver(transfer)
    }

    deinit {
        curl_easy_cleanup(pointer)
        curl_slist_free_all(headerList)
    }

    static func transfer(of easy: UnsafeMutableRawPointer) -> Transfer? {
        var context: UnsafeMutableRawPointer?
        guard ccurl_get_pointer(easy, CURLINFO_PRIVATE, &context) == CURLE_OK, let context else { return nil }
        return Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
    }

    var status: Int { info(CURLINFO_RESPONSE_CODE) }

    var httpVersion: OutboundResponse.HTTPVersion {
        info(CURLINFO_HTTP_VERSION) == CURL_HTTP_VERSION_2_0 ? .http2 : .http1
    }

    private func setTrust(caFile: String?) throws {
        try set(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2)
        if let caFile { try set(CURLOPT_CAINFO, caFile) }
        // Distributions compile in a directory of certificates. With one, libcurl parses the whole bundle anew for each
        // connection; without, it keeps the parsed store (CURLOPT_CA_CACHE_TIMEOUT).
        try set(CURLOPT_CAPATH, nil)
    }

    private func setBody(_ request: OutboundRequest) throws {
        var body = request.body
        // Without a body these two still say "Content-Length: 0" (RFC 9110 §8.6).
        if body == nil, request.method == .post || request.method == .put { body = [] }
        if let body {
            try check(ccurl_set_offset(pointer, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count)))
            try body.withUnsafeBytes { bytes in
                if let start = bytes.baseAddress, !bytes.isEmpty {
                    try check(ccurl_set_bytes(pointer, CURLOPT_COPYPOSTFIELDS, start))
                } else {
                    try set(CURLOPT_COPYPOSTFIELDS, "")
                }
            }
        }
        try set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
    }

    private func setHeaders(_ request: OutboundRequest) throws {
        for field in request.headers.fields {
            guard field.isWellFormed else { throw OutboundHTTPError.invalidHeader }
            // "Name:" would remove the field, "Name;" sends it empty.
            try appendHeader(field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)")
        }
        // libcurl would ask leave before a larger body, and call every body a form.
        try appendHeader("Expect:")
        if request.headers["Content-Type"] == nil { try appendHeader("Content-Type:") }
        try check(ccurl_set_list(pointer, CURLOPT_HTTPHEADER, headerList))
    }

    private func appendHeader(_ line: String) throws {
        guard let list = curl_slist_append(headerList, line) else { throw OutboundHTTPError(CURLE_OUT_OF_MEMORY) }
        headerList = list
    }

    private func setReceiver(_ transfer: Transfer) throws {
        let context = Unmanaged.passUnretained(transfer).toOpaque()
        try check(ccurl_set_pointer(pointer, CURLOPT_PRIVATE, context))
        try check(ccurl_set_pointer(pointer, CURLOPT_WRITEDATA, context))
        try check(
            ccurl_set_data_callback(pointer, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
                guard let context else { return 0 }
                let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
                let isAccepted = transfer.received.append(UnsafeRawBufferPointer(start: bytes, count: size * count))
                // Any other count than was offered ends the transfer; an empty offer is never too large.
                return isAccepted ? size * count : 0
            })
        try check(ccurl_set_pointer(pointer, CURLOPT_HEADERDATA, context))
        try check(
            ccurl_set_data_callback(pointer, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
                guard let context else { return 0 }
                let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
                transfer.received.appendHeader(UnsafeRawBufferPointer(start: bytes, count: size * count))
                return size * count
            })
    }

    private func set(_ option: CURLoption, _ value: Int) throws {
        try check(ccurl_set_long(pointer, option, value))
    }

    private func set(_ option: CURLoption, _ value: String?) throws {
        try check(ccurl_set_string(pointer, option, value))
    }

    private func check(_ code: CURLcode) throws {
        guard code == CURLE_OK else { throw OutboundHTTPError.other(code: Int(code.rawValue)) }
    }

    private func info(_ info: CURLINFO) -> Int {
        var value = 0
        return ccurl_get_long(pointer, info, &value) == CURLE_OK ? value : 0
    }
}

extension OutboundHeaders.Field {
    /// A name that is a token, a value without line ends or NUL (RFC 9110 §5.1, §5.5).
    fileprivate var isWellFormed: Bool {
        let isToken = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default:
                "!#$%&'*+-.^_`|~".utf8.contains(byte)
            }
        }
        return isToken && !name.isEmpty && value.utf8.allSatisfy { $0 != 0 && $0 != 0x0A && $0 != 0x0D }
    }
}
