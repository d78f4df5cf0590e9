import CalendarSync
import Foundation
import Handlers
import TestSupport
import Testing

/// Mass removals, and what the owner answers.
extension BusyTimesTrial {
    /// Most events go at once. What a brake holds stands, and everything new with it.
    mutating func loseMuch() async throws {
        for key in keys {
            if let link = try await world.store.link(key), Self.letsPass(link.options) { return }
        }
        await reader.read(calendar)
        if needsAudit { await reader.read(calendar, .audit, repair: true) }
        // Without what ends meanwhile.
        let bounds = year.lowerBound + 600..<year.upperBound
        let before = try await standingByClass(bounds)
        for index in planted.indices where !planted[index].isDeleted && chance(0.9) {
            planted[index].isDeleted = true
            try await owner.delete(calendar, planted[index].id)
        }
        if chance(0.3) { try await purge() }
        if chance(0.3) { try await plant() }
        edits.append("lose much")
        await reader.read(calendar, chance(0.3) ? .manual : .push)
        if chance(0.3) { await reader.read(calendar, .audit, repair: true) }
        for (key, old) in before {
            guard let link = try await world.store.link(key), link.brake != nil else { continue }
            let now = try await times(of: key, link, within: bounds)
            #expect(
                now == old.union(try await expected(for: key, link, within: bounds)),
                "seed \(random.seed), class \(key.classId), braked, \(edits)")
        }
        if chance(0.7) { try await answerBrakes(rejecting: 0.4) }
    }

    private func standingByClass(_ bounds: Range<Int>) async throws -> [ClassKey: BusyTimes] {
        var standing: [ClassKey: BusyTimes] = [:]
        for key in keys {
            guard let link = try await world.store.link(key) else { continue }
            standing[key] = try await times(of: key, link, within: bounds)
        }
        return standing
    }

    /// - Parameter probability: of a no.
    mutating func answerBrakes(rejecting probability: Double = 0) async throws {
        // A reading may stop at what an earlier answer did not speak of.
        for _ in 0..<3 {
            var isBraked = false
            for key in keys {
                guard try await world.store.link(key)?.brake != nil else { continue }
                let answer: Brake.Answer = chance(probability) ? .rejected : .approved
                try await change(key) { $0.brake?.answer = answer }
                edits.append("\(answer)")
                isBraked = true
            }
            if !isBraked { return }
            await reader.read(calendar, .manual)
        }
        for key in keys {
            #expect(try await world.store.link(key)?.brake == nil, "seed \(random.seed), \(edits)")
        }
    }

    mutating func purge() async throws {
        try await owner.purge(calendar)
        planted.removeAll(where: \.isDeleted)
        edits.append("purge")
    }
}
