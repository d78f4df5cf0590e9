import CalendarSync

extension SyncResult {
    /// `mirror.inserted ×2, block.written ×1`: what was done, for a line of the log. Empty where nothing was.
    var effectSummary: String {
        Dictionary(grouping: effects, by: \.kind.rawValue).sorted { $0.key < $1.key }
            .map { "\($0.key) ×\($0.value.count)" }.joined(separator: ", ")
    }
}
