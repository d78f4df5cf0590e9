public import Foundation

/// Everything a sandbox is started with; the control endpoints can change most of it while it runs.
public struct SandboxConfiguration: Sendable {
    /// Address to listen on; push and pings only ever go to loopback addresses.
    public var host: String
    /// Port to listen on; 0 takes a free one.
    public var port: Int
    public var google: GoogleConfiguration
    public var kartra: KartraConfiguration
    /// Seeds every random choice (lost notifications, fault probabilities), so that a run can be repeated.
    public var seed: UInt64
    /// The sandbox's clock before `/control/clock` moves it.
    public var now: @Sendable () -> Date

    public init(
        host: String = "127.0.0.1", port: Int = 0, google: GoogleConfiguration = GoogleConfiguration(),
        kartra: KartraConfiguration = KartraConfiguration(), seed: UInt64 = 1,
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.host = host
        self.port = port
        self.google = google
        self.kartra = kartra
        self.seed = seed
        self.now = now
    }
}
