import Foundation
import Glibc

/// A TCP port that never speaks HTTP.
final class RawListener {
    enum Behaviour {
        /// Connections succeed, then nothing happens.
        case silent
        /// Takes one connection, reads what comes first and closes.
        case closesAfterRequest
    }

    enum Failure: Error {
        case socket(Int32)
    }

    let port: Int
    private let descriptor: Int32

    init(_ behaviour: Behaviour) throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(INADDR_LOOPBACK).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(descriptor, pointer, size) | listen(descriptor, 16) | getsockname(descriptor, pointer, &size)
            }
        }
        guard result == 0 else { throw Failure.socket(errno) }
        self.descriptor = descriptor
        port = Int(UInt16(bigEndian: address.sin_port))
        if case .closesAfterRequest = behaviour {
            Thread.detachNewThread {
                let connection = accept(descriptor, nil, nil)
                var bytes = [UInt8](repeating: 0, count: 4096)
                _ = read(connection, &bytes, bytes.count)
                close(connection)
            }
        }
    }

    /// Nobody listens there any more.
    func closeAndKeepPort() -> Int {
        shutdown(descriptor, Int32(SHUT_RDWR))
        return port
    }

    deinit {
        close(descriptor)
    }
}
