/// The body of `busy-blocks:batch`, and what is answered.
struct BlockBatch: Encodable {
    /// Kartra takes no more at once.
    static let largest = 500

    let items: [BlockChange]

    struct Answer: Decodable {
        struct Item: Decodable {
            let blockId: String
            /// The status that a single call would have had.
            let status: Int
            let error: Problem?
        }

        let items: [Item]
    }
}
