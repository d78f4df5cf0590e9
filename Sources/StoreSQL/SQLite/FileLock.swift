import CalendarSync
import Foundation

/// The operating system's lock for the one process that serves a file; it ends with the process, however that ends. It
/// has a file of its own: SQLite's locks on the database would end when another descriptor of it is closed.
final class FileLock: Sendable {
    private let descriptor: Int32

    /// Nil where another holds it.
    /// - Parameter path: of the file to lock, which exists. Two names of one file, by symbolic links, have one lock.
    init?(for path: String) throws {
        guard let resolved = realpath(path, nil) else { throw StoreError.unavailable("no such file") }
        defer { free(resolved) }
        descriptor = open(String(cString: resolved) + "-lock", O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw StoreError.unavailable(String(cString: strerror(errno))) }
        // The descriptor is closed by `deinit`, which runs for what is made in full and then given up.
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { return nil }
    }

    deinit {
        close(descriptor)
    }
}
