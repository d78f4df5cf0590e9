import Records

extension FakeProducer {
    public var keys: [String] { records.map { String(decoding: $0.key ?? [], as: UTF8.self) } }

    /// The topics and keys of all records, each as `topic key`.
    public var summary: [String] { zip(records, keys).map { "\($0.topic) \($1)" } }
}
