import CalendarSync
import Foundation
import Kafka
import Records
import Synchronization

/// The last results of one key.
struct ResultHistory: Sendable {
    let tools: OperatorTools

    func text(of key: String, last: Int) async throws -> String {
        let rows = Mutex<[[String]]>([])
        try await tools.reader.read(tools.topics.results, key: Array(key.utf8)) { record in
            guard let result = try? JSONDecoder().decode(SyncResult.self, from: Data(record.value ?? [])) else {
                return
            }
            let trace = record.headers[TraceContext.header].flatMap { TraceContext(header: $0) }
            rows.withLock { rows in
                rows.append(Self.row(result, trace))
                if rows.count > last { rows.removeFirst() }
            }
        }
        let found = rows.withLock { $0 }
        if found.isEmpty { return "none" }
        return TextTable(["handled", "outcome", "why", "effects", "notes", "input", "trace"], rows: found).text
    }

    private static func row(_ result: SyncResult, _ trace: TraceContext?) -> [String] {
        var effects = Dictionary(grouping: result.effects, by: \.kind.rawValue)
            .sorted { $0.key < $1.key }.map { $0.value.count == 1 ? $0.key : "\($0.value.count) × \($0.key)" }
        if let omitted = result.omittedEffects { effects.append("\(omitted) more") }
        return [
            result.handledAt, result.outcome.rawValue, result.reason?.rawValue ?? "–",
            effects.isEmpty ? "–" : effects.joined(separator: ", "),
            result.notes.isEmpty ? "–" : result.notes.joined(separator: ", "),
            "\(result.source.topic)[\(result.source.partition)]@\(result.source.offset)", trace?.traceId ?? "–",
        ]
    }
}
