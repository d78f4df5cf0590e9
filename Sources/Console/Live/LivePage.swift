/// A page whose marked regions are kept up to date while it is open.
struct LivePage: Sendable {
    /// Asked each second, so it must be cheap. The same as long as the page would say the same, but for the time.
    let version: @Sendable () async throws -> String
    /// The page's HTML, by its own template.
    let render: @Sendable () async throws -> String
}
