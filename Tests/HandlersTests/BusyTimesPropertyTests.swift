import CalendarSync
import Foundation
import Sandbox
import Testing
import TestSupport

/// Whatever is in a calendar and whatever is done to it: in the end a class is blocked exactly when Google itself calls
/// the calendar busy, the class's own mirrors apart. `CALSYNC_PROPERTY_SEEDS` calendars are tried, from
/// `CALSYNC_TEST_SEED` on.
@Suite(.serialized, .timeLimit(.minutes(30))) struct BusyTimesPropertyTests {
    private static let count =
        ProcessInfo.processInfo.environment["CALSYNC_PROPERTY_SEEDS"].flatMap { Int($0) } ?? 120
    private static let atOnce = 3

    /// A seed's remainder says how Google behaves where its documentation leaves it open.
    @Test(arguments: 0..<UInt64(4)) func blocksAreWhatGoogleCallsBusy(variant: UInt64) async throws {
        let first = SeededGenerator().seed % 1_000_000_000
        let seeds = (first..<first + UInt64(Self.count)).filter { $0 % 4 == variant }
        if seeds.isEmpty { return }
        try await HandlersWorld.run(
            patience: .milliseconds(700),
            configure: { configuration in
                configuration.google.toggles.pushLossProbability = 1
                configuration.google.toggles.shortPages = variant & 1 == 1
                configuration.google.toggles.masterDeletionListsExceptions = variant & 2 == 2
                configuration.kartra.accounts = [Self.account(seeds)]
            },
            { world in
                try await Self.try(seeds, in: world)
                let files = try FileManager.default.contentsOfDirectory(
                    at: world.folder, includingPropertiesForKeys: nil)
                #expect(!files.isEmpty)
                for file in files {
                    #expect(
                        try Data(contentsOf: file).range(of: Data(RandomEvents.canary.utf8)) == nil, "seeds \(seeds)")
                }
            })
    }

    private static func `try`(_ seeds: [UInt64], in world: HandlersWorld) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            var waiting = seeds.makeIterator()
            func next() {
                guard let seed = waiting.next() else { return }
                group.addTask {
                    do {
                        var trial = try await BusyTimesTrial(seed: seed, world: world)
                        try await trial.run()
                    } catch {
                        Issue.record("seed \(seed): \(error)")
                    }
                }
            }
            for _ in 0..<atOnce { next() }
            while try await group.next() != nil { next() }
        }
    }

    private static func account(_ seeds: [UInt64]) -> KartraConfiguration.Account {
        KartraConfiguration.Account(
            id: "42",
            calendars: seeds.map { seed in
                KartraConfiguration.Calendar(
                    id: "k\(seed)", name: "Coaching",
                    classes: BusyTimesTrial.classIds(seed).map { KartraConfiguration.Class(id: $0, name: "Session") })
            })
    }
}
