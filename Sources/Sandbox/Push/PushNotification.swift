/// One message to a channel's address. It has no body; all it says is in its headers.
struct PushNotification: Sendable {
    enum State: String, Sendable { case sync, exists }

    let channelId: String
    let address: WebAddress
    let number: Int
    let state: State
    let headers: [(String, String)]

    init(_ channel: NotificationChannel, state: State) {
        channelId = channel.id
        address = channel.address
        number = channel.number
        self.state = state
        var headers = [
            ("Accept", "*/*"),
            ("User-Agent", "APIs-Google; (+https://developers.google.com/webmasters/APIs-Google.html)"),
            ("X-Goog-Channel-ID", channel.id),
            ("X-Goog-Channel-Expiration", HTTPDate.text(channel.expires / 1000)),
            ("X-Goog-Message-Number", String(channel.number)),
            ("X-Goog-Resource-ID", channel.resourceId),
            ("X-Goog-Resource-State", state.rawValue),
            ("X-Goog-Resource-URI", channel.resourceURI),
        ]
        if let token = channel.token { headers.append(("X-Goog-Channel-Token", token)) }
        self.headers = headers
    }
}
