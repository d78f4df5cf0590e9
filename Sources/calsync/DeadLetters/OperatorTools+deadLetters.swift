import Console

extension OperatorTools {
    /// Says how far it has come where there are many.
    var deadLetters: DeadLetterBox {
        DeadLetterBox(reader: reader, store: store, topics: topics) { done, total in
            if done.isMultiple(of: 5_000) { StandardError.print("read \(done) of \(total) dead letters") }
        }
    }
}
