import CalendarSync
import HTTPTypes

/// What Google says with a push, all of it in headers (Calendar API, "Push notifications").
struct GooglePushHeaders: Sendable {
    let channelId: String?
    let channelToken: String?
    let messageNumber: String?
    let resourceState: String?
    let resourceId: String?

    init(_ headers: HTTPFields) {
        func value(_ name: String) -> String? {
            headers.first { $0.name.canonicalName == name }?.value
        }
        channelId = value("x-goog-channel-id")
        channelToken = value("x-goog-channel-token")
        messageNumber = value("x-goog-message-number")
        resourceState = value("x-goog-resource-state")
        resourceId = value("x-goog-resource-id")
    }
}
