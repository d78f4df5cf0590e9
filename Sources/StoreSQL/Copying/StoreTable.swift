/// A table whose rows make up a store, for its copy.
struct StoreTable: Hashable, Sendable {
    let name: String
    /// The columns in whose order the rows are read; they name a row.
    let key: [String]
    /// A column that the target numbers by itself, in the order of insertion.
    var numbered: String?

    /// All but what the migrations and the health check keep for themselves.
    static let all = [
        StoreTable(name: "integrations", key: ["id"]),
        StoreTable(name: "authorizations", key: ["state"]),
        StoreTable(name: "classes", key: ["account_id", "class_id"]),
        StoreTable(name: "links", key: ["account_id", "class_id"]),
        StoreTable(name: "bookings", key: ["account_id", "subscription_id"]),
        StoreTable(name: "mirrors", key: ["account_id", "event_id"]),
        StoreTable(name: "unlinkings", key: ["account_id", "class_id"]),
        StoreTable(name: "feeds", key: ["id"]),
        StoreTable(name: "blocks", key: ["block_id"]),
        StoreTable(name: "dead_letters", key: ["source_topic", "source_partition", "source_offset"]),
        StoreTable(name: "parked_records", key: ["number"], numbered: "number"),
        StoreTable(name: "entry_links", key: ["id"]),
        StoreTable(name: "activity", key: ["account_id", "class_id", "id"]),
    ]
}
