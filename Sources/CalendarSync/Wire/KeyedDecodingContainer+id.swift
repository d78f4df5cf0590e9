/// Ids in records of ours, which are texts. They become keys of the store, and what that cannot hold would be repeated for
/// ever.
extension KeyedDecodingContainer {
    func decodeID(forKey key: Key, longest: Int = Identifier.longest) throws -> String {
        let text = try decode(String.self, forKey: key)
        if let flaw = Identifier.flaw(of: text, longest: longest) {
            throw DecodingError.dataCorruptedError(forKey: key, in: self, debugDescription: flaw)
        }
        return text
    }

    /// Nil where it is absent or null.
    func decodeIDIfPresent(forKey key: Key, longest: Int = Identifier.longest) throws -> String? {
        guard contains(key), try !decodeNil(forKey: key) else { return nil }
        return try decodeID(forKey: key, longest: longest)
    }
}
