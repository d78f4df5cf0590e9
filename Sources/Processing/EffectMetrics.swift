import CalendarSync
import Foundation
import Metrics

/// Counts what was changed on either side, and how long after the change that caused it.
enum EffectMetrics {
    /// - Parameter waited: since the input was written to its topic, in seconds.
    static func count(_ result: SyncResult, waited: TimeInterval) {
        for note in Set(result.notes) {
            Counter(label: "calsync_result_notes_total", dimensions: [("note", note)]).increment()
        }
        for (kind, effects) in Dictionary(grouping: result.effects, by: \.kind) {
            Counter(
                label: "calsync_effects_total",
                dimensions: [("kind", kind.rawValue), ("outcome", result.outcome.rawValue)]
            ).increment(by: Int64(effects.count))
        }
        for direction in Set(result.effects.map(\.target.rawValue)) {
            Metrics.Timer(label: "calsync_change_to_effect_seconds", dimensions: [("target", direction)])
                .recordNanoseconds(Int64(max(0, waited) * 1e9))
        }
    }
}
