/// What the control endpoints do to the Kartra side besides bookings.
enum KartraControl {
    /// `{"id","calendars":[{"id","name","timeZone","classes":[{"id","name","hosts":[{"firstName","lastName","email"}]}]}]}`
    static func addAccount(_ body: JSONObject, _ store: KartraStore) throws(APIError) -> JSONValue {
        let calendars = try list(body, "calendars").map { calendar throws(APIError) in
            KartraConfiguration.Calendar(
                id: try id(calendar), name: calendar.string("name") ?? "",
                timeZone: calendar.string("timeZone") ?? "America/Denver",
                classes: try list(calendar, "classes").map { listed throws(APIError) in
                    KartraConfiguration.Class(
                        id: try id(listed), name: listed.string("name") ?? "",
                        hosts: try list(listed, "hosts").map { host throws(APIError) in
                            KartraConfiguration.Host(
                                firstName: host.string("firstName") ?? "", lastName: host.string("lastName") ?? "",
                                email: host.string("email") ?? "")
                        })
                })
        }
        let account = KartraConfiguration.Account(id: try id(body), calendars: calendars)
        guard store.add(account) else {
            throw .conflict(code: "invalid_account", "An id is taken or a zone unknown.")
        }
        return ["id": .string(account.id)]
    }

    private static func id(_ body: JSONObject) throws(APIError) -> String {
        guard let id = body["id"].flatMap({ $0.string ?? $0.integer.map(String.init) }), !id.isEmpty else {
            throw .invalid("An id is needed.", field: "id")
        }
        return id
    }

    private static func list(_ body: JSONObject, _ name: String) throws(APIError) -> [JSONObject] {
        guard let value = body[name], !value.isNull else { return [] }
        guard let array = value.array else { throw .invalid("An array is needed.", field: name) }
        return array.compactMap(\.object)
    }
}
