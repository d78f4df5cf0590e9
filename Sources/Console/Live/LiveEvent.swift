import CalendarSync

/// One server-sent event (WHATWG HTML §9.2).
enum LiveEvent {
    /// The regions that have changed. `isQuiet`: only in how long ago things were, which nobody need be told of.
    case regions([String: String], isQuiet: Bool)
    /// Nothing more will come: the page speaks of what is gone.
    case end
    /// A comment, which keeps the connection alive.
    case heartbeat

    private struct Regions: Encodable {
        let regions: [String: String]
        let quiet: Bool
    }

    /// JSON has no line breaks of its own, so that it is one `data` line.
    func text() throws -> String {
        switch self {
        case .regions(let regions, let isQuiet):
            let json = String(
                decoding: try WireJSON.encode(Regions(regions: regions, quiet: isQuiet)), as: UTF8.self)
            return "event: regions\ndata: \(json)\n\n"
        case .end: return "event: end\ndata: {}\n\n"
        case .heartbeat: return ": here\n\n"
        }
    }
}
