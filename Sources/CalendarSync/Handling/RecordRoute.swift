public import Records

/// Reads the records of one topic far enough to know what each is about.
public protocol RecordRoute: Sendable {
    var topic: String { get }

    /// - Throws: why the record can never be handled.
    func work(for record: ConsumedRecord) throws(Rejection) -> RoutedWork
}
