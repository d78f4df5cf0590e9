extension ControlAPI {
    /// Acting as a lead or a host: book, reschedule, cancel, complete. Each posts the ping and tells what became of it.
    static func kartraRoutes(_ parts: SandboxParts) -> [(verb: String, path: PathPattern, handler: Handler)] {
        let store = parts.kartra
        let pinger = parts.pinger
        let close: @Sendable (ControlCall, Booking.Status, KartraPing.Action) async throws(APIError) -> JSONValue = {
            call, status, action throws(APIError) in
            let booking = try store.close(
                Int(call.parameter("subscriptionId")) ?? 0, as: status, accountId: call.parameter("accountId"))
            return answer(booking, pings: await pinger.send(action, booking))
        }
        return [
            ("GET", "kartra/toggles", { _ throws(APIError) in try Settings.json(parts.toggles.kartra) }),
            (
                "POST", "kartra/toggles",
                { call throws(APIError) in
                    parts.toggles.kartra = try Settings.merge(try call.request.members(), into: parts.toggles.kartra)
                    return try Settings.json(parts.toggles.kartra)
                }
            ),
            (
                "POST", "kartra/accounts",
                { call throws(APIError) in try KartraControl.addAccount(try call.request.members(), store) }
            ),
            (
                "POST", "kartra/accounts/{accountId}/outbound",
                { call throws(APIError) in
                    let body = try call.request.members()
                    let urls = body["urls"]?.strings ?? body.string("url").map { [$0] } ?? []
                    try store.setOutboundURLs(urls, accountId: call.parameter("accountId"))
                    return ["urls": .array(urls.map { .string($0) })]
                }
            ),
            (
                "GET", "kartra/accounts/{accountId}/bookings",
                { call in
                    let bookings = store.read { state in
                        state.bookings.values.filter { $0.accountId == call.parameter("accountId") }
                    }
                    return .array(bookings.sorted { $0.subscriptionId < $1.subscriptionId }.map(\.json))
                }
            ),
            (
                "POST", "kartra/accounts/{accountId}/bookings",
                { call throws(APIError) in
                    let booking = try store.book(try call.request.members(), accountId: call.parameter("accountId"))
                    return answer(booking, pings: await pinger.send(.subscribe, booking))
                }
            ),
            (
                "POST", "kartra/accounts/{accountId}/bookings/{subscriptionId}/reschedule",
                { call throws(APIError) in
                    let booking = try store.reschedule(
                        Int(call.parameter("subscriptionId")) ?? 0, try call.request.members(),
                        accountId: call.parameter("accountId"))
                    // No ping is documented for this: the same subscription subscribes again.
                    return answer(booking, pings: await pinger.send(.subscribe, booking))
                }
            ),
            (
                "POST", "kartra/accounts/{accountId}/bookings/{subscriptionId}/cancel",
                { call throws(APIError) in try await close(call, .cancelled, .cancel) }
            ),
            (
                "POST", "kartra/accounts/{accountId}/bookings/{subscriptionId}/complete",
                { call throws(APIError) in try await close(call, .completed, .complete) }
            ),
        ]
    }

    private static func answer(_ booking: Booking, pings: JSONValue) -> JSONValue {
        var object = booking.json.object ?? JSONObject()
        object.append("pings", pings)
        return .object(object)
    }
}
