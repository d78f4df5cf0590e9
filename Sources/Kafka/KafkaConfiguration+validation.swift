extension KafkaConfiguration {
    /// What our guarantees rest on (nothing lost, nothing committed before it is settled), and what has its own setting.
    private static let reserved: Set<String> = [
        "acks", "allow.auto.create.topics", "bootstrap.servers", "enable.auto.commit", "enable.auto.offset.store",
        "enable.gapless.guarantee", "enable.idempotence", "group.id", "metadata.broker.list", "request.required.acks",
        "transactional.id",
    ]

    /// Why a property cannot be used; nil where it can. Says nothing of the value.
    static func problem(with key: String, value: String) -> String? {
        if reserved.contains(key) { return "is decided by this program and cannot be set here" }
        return ClientSettings().set(key, value)
    }

    /// `defaults` give way to the properties from outside, `fixed` do not.
    func settings(defaults: [String: String], fixed: [String: String]) -> [String: String] {
        defaults
            .merging(properties) { _, given in given }
            .merging(fixed) { _, fixed in fixed }
            .merging(["bootstrap.servers": bootstrapServers]) { _, servers in servers }
    }
}
