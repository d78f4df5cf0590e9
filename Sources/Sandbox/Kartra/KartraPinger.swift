/// Posts pings to an account's outbound URLs. Kartra documents no retry, so there is none unless a toggle asks for it.
struct KartraPinger: Sendable {
    let store: KartraStore
    let toggles: ToggleBoard
    let log: DeliveryLog
    private let client = LoopbackHTTPClient()

    init(store: KartraStore, toggles: ToggleBoard, log: DeliveryLog) {
        self.store = store
        self.toggles = toggles
        self.log = log
    }

    /// Returns what became of the ping at each URL.
    func send(_ action: KartraPing.Action, _ booking: Booking) async -> JSONValue {
        let (calendar, urls) = store.read {
            ($0.calendar(booking.key), $0.accounts[booking.accountId]?.outboundURLs ?? [])
        }
        guard let calendar else { return [] }
        let ping = KartraPing(
            action: action, booking: booking, calendar: calendar, numbersAsStrings: toggles.kartra.numbersAsStrings)
        let body = JSONWriter.write(ping.json)
        var outcomes: [JSONValue] = []
        for url in urls {
            let (attempts, outcome) = await post(body, to: url, what: action.rawValue)
            outcomes.append(["url": .string(url), "attempts": .integer(attempts), "outcome": .string(outcome)])
        }
        return .array(outcomes)
    }

    private func post(_ body: [UInt8], to url: String, what: String) async -> (attempts: Int, outcome: String) {
        let toggles = toggles.kartra
        guard let address = WebAddress(url) else { return (0, "not a URL") }
        var attempt = 0
        while true {
            attempt += 1
            let outcome: String
            var isDone = false
            do {
                let headers = [("Content-Type", toggles.pingContentType), ("Accept", "*/*")]
                let status = try await client.post(to: address, headers: headers, body: body)
                outcome = String(status)
                isDone = (200..<300).contains(status)
            } catch {
                outcome = String(describing: error)
            }
            // The path of the URL holds the receiver's secret.
            log.append(
                DeliveryLog.Entry(
                    target: "kartra \(address.authority)", what: what, attempt: attempt, outcome: outcome))
            if isDone || attempt > toggles.pingRetries || Task.isCancelled { return (attempt, outcome) }
            try? await Task.sleep(for: .milliseconds(toggles.pingRetryMilliseconds))
        }
    }
}
