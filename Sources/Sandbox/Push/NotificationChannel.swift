/// A notification channel on the events of one calendar.
struct NotificationChannel: Sendable {
    /// One notification may be under way; changes meanwhile lead to exactly one more.
    enum Activity: Sendable { case idle, sending, sendingWithMoreToSay }

    let id: String
    let token: String?
    let address: WebAddress
    let calendarId: String
    let resourceId: String
    let resourceURI: String
    /// Milliseconds since 1970.
    let expires: Int
    let email: String
    let clientId: String
    var number = 0
    var activity = Activity.idle
    /// `nil` while it lives; after a stop, how many more notifications it sends.
    var notificationsLeft: Int?

    var json: JSONObject {
        var object: JSONObject = [
            "kind": "api#channel", "id": .string(id), "resourceId": .string(resourceId),
            "resourceUri": .string(resourceURI),
        ]
        object.append("token", token)
        // int64 values are strings in Google's JSON.
        object.append("expiration", .string(String(expires)))
        return object
    }
}
