import Foundation

/// Where the next page begins, and the state the whole list is a picture of: what changes while a client pages is not
/// lost, it comes with the sync token of the last page.
struct PageToken: Equatable {
    /// Events up to this version were delivered.
    let after: Int
    /// Of the next event, how many instances were delivered.
    let skip: Int
    /// The version of the calendar when the first page was made.
    let through: Int
    /// For lists by start time: items up to this start and id were delivered.
    var startOrder: StartOrder?

    struct StartOrder: Equatable, Comparable {
        let instant: Int
        let id: String

        static func < (left: StartOrder, right: StartOrder) -> Bool {
            (left.instant, left.id) < (right.instant, right.id)
        }
    }

    init(after: Int, skip: Int, through: Int, startOrder: StartOrder? = nil) {
        self.after = after
        self.skip = skip
        self.through = through
        self.startOrder = startOrder
    }

    var text: String {
        var parts = ["p1", String(after), String(skip), String(through)]
        if let startOrder { parts += [String(startOrder.instant), startOrder.id] }
        return RandomToken.base64URL(parts.joined(separator: "|").utf8)
    }

    init?(_ text: String) {
        var padded = text.replacing("-", with: "+").replacing("_", with: "/")
        while padded.count % 4 != 0 { padded += "=" }
        guard let data = Data(base64Encoded: padded) else { return nil }
        let parts = String(decoding: data, as: UTF8.self).split(separator: "|", omittingEmptySubsequences: false)
        guard parts.count == 4 || parts.count == 6, parts[0] == "p1", let after = Int(parts[1]),
            let skip = Int(parts[2]), let through = Int(parts[3])
        else { return nil }
        var startOrder: StartOrder?
        if parts.count == 6 {
            guard let instant = Int(parts[4]) else { return nil }
            startOrder = StartOrder(instant: instant, id: String(parts[5]))
        }
        self.init(after: after, skip: skip, through: through, startOrder: startOrder)
    }
}
