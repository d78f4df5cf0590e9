import Foundation

/// A TCP connection to the loopback interface on which anything can be sent, also what no HTTP client would send.
final class RawConnection: Sendable {
    struct Failed: Error {
        let call: String
        let code: Int32
    }

    private let descriptor: Int32

    init(port: Int) throws {
        #if canImport(Glibc)
            descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
            descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        guard descriptor >= 0 else { throw Failed(call: "socket", code: errno) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw Failed(call: "connect", code: errno) }
    }

    deinit {
        close(descriptor)
    }

    func send(_ text: String) throws {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { bytes in
                #if canImport(Glibc)
                    Foundation.send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
                #else
                    Foundation.send(descriptor, bytes.baseAddress, bytes.count, 0)
                #endif
            }
            guard count > 0 else { throw Failed(call: "send", code: errno) }
            rest = rest.dropFirst(count)
        }
    }

    /// Sends no more, and goes on reading.
    func closeOutput() {
        #if canImport(Glibc)
            shutdown(descriptor, Int32(SHUT_WR))
        #else
            shutdown(descriptor, SHUT_WR)
        #endif
    }

    /// Everything that comes until `enough` is satisfied or the server closes; nil where neither happens in time.
    func read(within limit: Duration, until enough: @escaping @Sendable (String) -> Bool = { _ in false }) async
        -> String?
    {
        await withCheckedContinuation { continuation in
            // A thread of its own: `poll` and `recv` block.
            Thread { continuation.resume(returning: self.blockingRead(limit, enough)) }.start()
        }
    }

    private func blockingRead(_ limit: Duration, _ enough: (String) -> Bool) -> String? {
        let end = ContinuousClock.now.advanced(by: limit)
        var received: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while ContinuousClock.now < end {
            var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&waiting, 1, 50) > 0 else { continue }
            let count = recv(descriptor, &buffer, buffer.count, 0)
            // 0: closed; -1: reset, which is a way of closing too.
            if count <= 0 { return String(decoding: received, as: UTF8.self) }
            received += buffer[..<count]
            let text = String(decoding: received, as: UTF8.self)
            if enough(text) { return text }
        }
        return nil
    }
}
