import CalendarSync
import Foundation

/// Plays scenes one after the other, and looks after each whether it has really arrived on the other side.
struct DemoPlayer: Sendable {
    struct Arrival: Sendable {
        let direction: DemoScene.Direction
        /// From the ping's acceptance to the end of the handling; nil where nothing came.
        let latencyMilliseconds: Int?
    }

    let results: ResultsWatcher
    let remote: DemoRemote
    let table: DemoTable

    private static let patience = Duration.seconds(8)

    func play(_ scenes: [DemoScene]) async throws -> [Arrival] {
        var arrivals: [Arrival] = []
        for scene in scenes { arrivals.append(try await play(scene)) }
        return arrivals
    }

    private func play(_ scene: DemoScene) async throws -> Arrival {
        let start = results.count
        try await scene.act()
        let wanted = scene.effects
        let result = await results.first(from: start, within: Self.patience) { result in
            wanted.isEmpty
                ? result.reason == .unchanged && result.subject.feedId != nil
                : Set(wanted).isSubset(of: Set(result.effects.map(\.kind)))
        }
        guard let result else {
            table.row(
                scene.what, "nothing within \(Self.patience.components.seconds) s", latencyMilliseconds: nil, ok: false)
            return Arrival(direction: scene.direction, latencyMilliseconds: nil)
        }
        let latency = latency(of: result)
        let stands = try await remote.confirms(result.effects)
        table.row(
            scene.what, wanted.isEmpty ? "nothing, as it must be" : describe(result.effects),
            latencyMilliseconds: latency, ok: stands)
        return Arrival(direction: scene.direction, latencyMilliseconds: stands ? latency : nil)
    }

    private func latency(of result: SyncResult) -> Int? {
        guard let received = Date(rfc3339: result.receivedAt), let handled = Date(rfc3339: result.handledAt) else {
            return nil
        }
        return Int((handled.timeIntervalSince(received) * 1_000).rounded())
    }

    private func describe(_ effects: [SyncEffect]) -> String {
        let kinds = Dictionary(grouping: effects, by: \.kind).map { kind, effects in
            (effects.count > 1 ? "\(effects.count) × " : "") + kind.rawValue
        }
        return kinds.sorted().joined(separator: ", ") + "  " + (effects.first?.remoteId.prefix(8) ?? "") + "…"
    }
}
