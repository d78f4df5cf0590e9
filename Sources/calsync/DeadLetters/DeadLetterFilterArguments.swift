import ArgumentParser
import Console
import Foundation

/// The filter as the command line gives it.
struct DeadLetterFilterArguments: ParsableArguments {
    @Option(help: "Only those with this reason, such as invalid_value.")
    var reason: String?

    @Option(help: "Only those of this Kartra account.")
    var account: String?

    @Option(name: .customLong("class"), help: "Only those of this class.")
    var classId: String?

    @Option(help: "Only those written at or after this time: 2026-12-01 (UTC) or RFC 3339.", transform: Self.date)
    var from: Date?

    @Option(help: "Only those written before this time.", transform: Self.date)
    var to: Date?

    var filter: DeadLetterFilter {
        DeadLetterFilter(reason: reason, account: account, classId: classId, from: from, to: to)
    }

    private static func date(_ text: String) throws -> Date {
        guard let date = DeadLetterFilter.time(text) else {
            throw ValidationError(
                "\(text) is neither a date such as 2026-12-01 nor a time such as 2026-12-01T08:00:00Z")
        }
        return date
    }
}
