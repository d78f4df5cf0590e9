/// Extended properties with Google's limits: long keys are dropped and long values cut, both silently.
struct ExtendedProperties {
    static let maximumKeyLength = 44
    static let maximumValueLength = 1024
    static let maximumCount = 300
    static let maximumBytes = 32_768

    let `private`: JSONObject
    let shared: JSONObject

    init(_ value: JSONValue?) throws(GoogleError) {
        guard let value, !value.isNull else {
            `private` = JSONObject()
            shared = JSONObject()
            return
        }
        guard let object = value.object else { throw .invalid("Invalid value for: extendedProperties") }
        `private` = try Self.read(object["private"])
        shared = try Self.read(object["shared"])
        let bytes = (`private`.members + shared.members)
            .reduce(0) { $0 + $1.key.utf8.count + ($1.value.string?.utf8.count ?? 0) }
        guard `private`.count + shared.count <= Self.maximumCount, bytes <= Self.maximumBytes else {
            throw .invalid("Too many extended properties.")
        }
    }

    private static func read(_ value: JSONValue?) throws(GoogleError) -> JSONObject {
        guard let value, !value.isNull else { return JSONObject() }
        guard let object = value.object else { throw .invalid("Invalid value for: extendedProperties") }
        var kept = JSONObject()
        for (key, value) in object.members {
            if value.isNull || key.isEmpty || key.count > maximumKeyLength { continue }
            guard let text = value.string else { throw .invalid("Invalid value for: extendedProperties") }
            kept.append(key, .string(String(text.prefix(maximumValueLength))))
        }
        return kept
    }
}
