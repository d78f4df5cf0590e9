import GoogleCalendar

/// A failure of Google's, and the connected account it concerns.
struct AccountFailure: Error {
    let integrationId: String
    let error: GoogleError
    /// Of writing blocks: it says nothing of the calendar that is read.
    var concernsBlocks = false

    /// Names the account in what `body` throws.
    static func naming<Value>(_ integrationId: String, _ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let error as GoogleError {
            throw AccountFailure(integrationId: integrationId, error: error)
        }
    }
}
