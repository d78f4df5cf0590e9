import CalendarSync
import Foundation
import OutboundHTTP

/// Asks the remote systems themselves whether an effect stands there.
struct DemoRemote: Sendable {
    let google: JSONClient
    let kartra: JSONClient

    func confirms(_ effects: [SyncEffect]) async throws -> Bool {
        for effect in effects where try await !confirms(effect) { return false }
        return true
    }

    private func confirms(_ effect: SyncEffect) async throws -> Bool {
        switch effect.kind {
        case .mirrorInserted, .mirrorUpdated, .mirrorRevived: try await status(of: effect) == "confirmed"
        // Nothing of ours is written: it says what a host has done.
        case .mirrorDiverged: true
        case .mirrorDeleted: try await status(of: effect) == "cancelled"
        case .blockWritten: try await blockIds(effect.calendarId).contains(effect.remoteId)
        case .blockRemoved: try await !blockIds(effect.calendarId).contains(effect.remoteId)
        }
    }

    private func status(of effect: SyncEffect) async throws -> String? {
        let calendar = effect.calendarId.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        let event = try await google.call(
            .get, "/calendars/\(calendar)/events/\(effect.remoteId)", expecting: 200...499)
        return event.object["status"] as? String
    }

    private func blockIds(_ calendarId: String) async throws -> Set<String> {
        var ids: Set<String> = []
        for classId in [DemoWorld.strategyCall, DemoWorld.groupSession] {
            let from = Date.now.addingTimeInterval(-86_400).rfc3339
            let to = Date.now.addingTimeInterval(400 * 86_400).rfc3339
            let list = try await kartra.call(
                .get, "/v1/calendars/\(calendarId)/classes/\(classId)/busy-blocks?from=\(from)&to=\(to)")
            let items = list.object["items"] as? [[String: Any]] ?? []
            ids.formUnion(items.compactMap { $0["blockId"] as? String })
        }
        return ids
    }
}
