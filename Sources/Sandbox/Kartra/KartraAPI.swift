/// The busy-block API in front of Kartra, and the list of an account's calendars and classes.
struct KartraAPI: Sendable {
    private enum Method: String {
        case put = "kartra.busyBlocks.put"
        case delete = "kartra.busyBlocks.delete"
        case batch = "kartra.busyBlocks.batch"
        case list = "kartra.busyBlocks.list"
        case calendars = "kartra.calendars.list"
    }

    private static let maximumBatch = 500
    private static let pageSize = 500
    private static let routes: [(method: Method, verb: String, path: PathPattern)] = [
        (.put, "PUT", "v1/calendars/{calendarId}/classes/{classId}/busy-blocks/{blockId}"),
        (.delete, "DELETE", "v1/calendars/{calendarId}/classes/{classId}/busy-blocks/{blockId}"),
        (.batch, "POST", "v1/calendars/{calendarId}/classes/{classId}/busy-blocks:batch"),
        (.list, "GET", "v1/calendars/{calendarId}/classes/{classId}/busy-blocks"),
        (.calendars, "GET", "v1/accounts/{accountId}/calendars"),
    ]

    let store: KartraStore
    let apiToken: String
    let callsPerSecond: Int?
    let clock: SandboxClock
    let counters: CallCounters
    let faults: FaultPlan

    /// - Parameter path: below `kartra`.
    func respond(to request: APIRequest, path: ArraySlice<String>) async throws -> APIResponse {
        for route in Self.routes where route.verb == request.method {
            guard let parameters = route.path.match(path) else { continue }
            let call = Fault.Call(method: route.method.rawValue, calendarId: parameters["calendarId"])
            let fault = faults.take(call)
            try await faults.wait(for: fault)
            let response = answer(route.method, parameters, request, fault: fault)
            counters.add(route.method.rawValue, status: response.status)
            return response
        }
        return APIError.notFound("No such path.").response
    }

    private func answer(
        _ method: Method, _ parameters: [String: String], _ request: APIRequest, fault: Fault?
    ) -> APIResponse {
        do throws(APIError) {
            if let fault, let answer = fault.answer, !fault.isAfterEffect { throw .injected(answer) }
            guard request.bearerToken == apiToken else { throw .unauthorized }
            if let callsPerSecond,
                let wait = store.admitCall(now: clock.milliseconds, perSecond: callsPerSecond)
            {
                throw .tooMany(retryAfter: max(1, (wait + 999) / 1000))
            }
            let response = try perform(method, parameters, request)
            if let answer = fault?.answer { throw .injected(answer) }
            return response
        } catch {
            return error.response
        }
    }

    private func perform(
        _ method: Method, _ parameters: [String: String], _ request: APIRequest
    ) throws(APIError) -> APIResponse {
        if method == .calendars { return try listCalendars(parameters["accountId"] ?? "") }
        let key = ClassKey(calendarId: parameters["calendarId"] ?? "", classId: parameters["classId"] ?? "")
        guard store.hasClass(key) else { throw .notFound("No such class.") }
        let blockId = parameters["blockId"] ?? ""
        switch method {
        case .put:
            let block = try BusyBlock(id: blockId, try request.members())
            store.put(block, key)
            return .json(block.json(key))
        case .delete:
            store.removeBlock(blockId, key)
            return .noContent
        case .batch: return try batch(try request.members(), key)
        case .list, .calendars: return try list(request.query, key)
        }
    }

    private func batch(_ body: JSONObject, _ key: ClassKey) throws(APIError) -> APIResponse {
        guard let items = body["items"]?.array else { throw .invalid("An array is needed.", field: "items") }
        guard items.count <= Self.maximumBatch else {
            throw .invalid("At most \(Self.maximumBatch) items.", field: "items")
        }
        let results = items.map { item -> JSONValue in
            let item = item.object ?? JSONObject()
            let blockId = item.string("blockId") ?? ""
            do throws(APIError) {
                try apply(item, blockId: blockId, key)
                return ["blockId": .string(blockId), "status": 200, "error": .null]
            } catch {
                let answer = (try? JSONParser.parse(error.response.body))?.object?["error"] ?? .null
                return ["blockId": .string(blockId), "status": .integer(error.status), "error": answer]
            }
        }
        return .json(["items": .array(results)])
    }

    private func apply(_ item: JSONObject, blockId: String, _ key: ClassKey) throws(APIError) {
        switch item.string("op") {
        case "upsert": store.put(try BusyBlock(id: blockId, item), key)
        case "delete":
            guard !blockId.isEmpty else { throw .invalid("Invalid block id.", field: "blockId") }
            store.removeBlock(blockId, key)
        case nil, .some: throw .invalid("upsert or delete is needed.", field: "op")
        }
    }

    private func list(_ query: FormParameters, _ key: ClassKey) throws(APIError) -> APIResponse {
        let start = try Self.instant(query, "from")
        let end = try Self.instant(query, "to")
        let cursor = try query["pageToken"].map { (text: String) throws(APIError) -> PageToken.StartOrder in
            guard let order = PageToken(text)?.startOrder else { throw .invalid("Unknown page.", field: "pageToken") }
            return order
        }
        let blocks = store.blocks(key, from: start, to: end).filter { block in
            cursor.map { PageToken.StartOrder(instant: block.range.lowerBound, id: block.id) > $0 } ?? true
        }
        let page = blocks.prefix(Self.pageSize)
        var next = JSONValue.null
        if blocks.count > page.count, let last = page.last {
            let order = PageToken.StartOrder(instant: last.range.lowerBound, id: last.id)
            next = .string(PageToken(after: 0, skip: 0, through: 0, startOrder: order).text)
        }
        return .json(["items": .array(page.map { $0.json(key) }), "nextPageToken": next])
    }

    private static func instant(_ query: FormParameters, _ name: String) throws(APIError) -> Int? {
        guard let text = query[name] else { return nil }
        guard let instant = RFC3339.instant(text) else {
            throw .invalid("An RFC 3339 time with offset is needed.", field: name)
        }
        return instant
    }

    private func listCalendars(_ accountId: String) throws(APIError) -> APIResponse {
        guard let account = store.read({ $0.accounts[accountId] }) else { throw .notFound("No such account.") }
        let calendars = account.calendars.map { calendar -> JSONValue in
            [
                "id": .string(calendar.id), "name": .string(calendar.name), "timeZone": .string(calendar.timeZone),
                "classes": .array(calendar.classes.map(Self.json)),
            ]
        }
        return .json(["calendars": .array(calendars)])
    }

    private static func json(_ listed: KartraConfiguration.Class) -> JSONValue {
        let hosts = listed.hosts.map { host -> JSONValue in
            [
                "firstName": .string(host.firstName), "lastName": .string(host.lastName),
                "email": .string(host.email),
            ]
        }
        return ["id": .string(listed.id), "name": .string(listed.name), "hosts": .array(hosts)]
    }
}
