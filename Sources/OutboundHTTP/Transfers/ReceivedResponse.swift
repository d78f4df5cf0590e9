/// What has arrived of an answer so far.
struct ReceivedResponse {
    private(set) var headers = OutboundHeaders()
    private(set) var body: [UInt8] = []
    private(set) var isTooLarge = false
    var limit = Int.max

    /// `false` stops the transfer.
    mutating func append(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count <= limit - body.count else {
            isTooLarge = true
            body = []
            return false
        }
        body.append(contentsOf: bytes)
        return true
    }

    /// One line of the header section as libcurl hands it over, line end included.
    mutating func appendHeader(_ line: UnsafeRawBufferPointer) {
        // A status line begins a section anew: an interim 1xx answer may come before the real one.
        if line.starts(with: "HTTP/".utf8) {
            headers.removeAll()
            return
        }
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return }
        headers.add(text(line[..<colon]), text(line[(colon + 1)...]))
    }

    private func text(_ bytes: Slice<UnsafeRawBufferPointer>) -> String {
        let visible = bytes.drop { $0 <= 0x20 }
        let end = visible.lastIndex { $0 > 0x20 }.map { $0 + 1 } ?? visible.startIndex
        return String(decoding: visible[..<end], as: UTF8.self)
    }
}
