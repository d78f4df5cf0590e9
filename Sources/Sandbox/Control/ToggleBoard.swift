import Synchronization

/// The toggles and quota in force; `/control` changes them while the sandbox runs.
final class ToggleBoard: Sendable {
    private let state: Mutex<(google: GoogleToggles, quota: GoogleQuota, kartra: KartraToggles)>

    init(google: GoogleToggles, quota: GoogleQuota, kartra: KartraToggles) {
        state = Mutex((google, quota, kartra))
    }

    var google: GoogleToggles {
        get { state.withLock { $0.google } }
        set { state.withLock { $0.google = newValue } }
    }

    var quota: GoogleQuota {
        get { state.withLock { $0.quota } }
        set { state.withLock { $0.quota = newValue } }
    }

    var kartra: KartraToggles {
        get { state.withLock { $0.kartra } }
        set { state.withLock { $0.kartra = newValue } }
    }
}
