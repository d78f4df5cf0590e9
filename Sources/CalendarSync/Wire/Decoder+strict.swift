extension Decoder {
    /// Refuses what is none of `keys` by its name, so that a misspelt option is not silently without effect.
    func refuseKeys(notIn keys: (some CodingKey).Type) throws {
        let all = try container(keyedBy: AnyKey.self)
        if let unknown = all.allKeys.first(where: { keys.init(stringValue: $0.stringValue) == nil }) {
            throw DecodingError.dataCorruptedError(forKey: unknown, in: all, debugDescription: "is not an option")
        }
    }
}

private struct AnyKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}
