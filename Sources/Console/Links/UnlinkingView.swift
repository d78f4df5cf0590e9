import CalendarSync

/// What was asked for when a link began to end, as the API shows it.
struct UnlinkingView: Encodable, Sendable {
    let remove: Unlinking.Removal
    let requestedAt: String

    init(_ unlinking: Unlinking) {
        remove = unlinking.removal
        requestedAt = unlinking.requestedAt.rfc3339
    }
}
