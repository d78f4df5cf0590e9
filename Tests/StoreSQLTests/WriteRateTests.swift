import CalendarSync
import Foundation
import Testing

@testable import StoreSQL

/// Says how fast the two databases are beside each other on this machine; what is asserted is that all of it is there.
@Suite(.serialized) struct WriteRateTests {
    @Test(arguments: [1, 64]) func bookingsSavedBySomeAtOnceAreAllThere(savers: Int) async throws {
        let count = savers == 1 ? 300 : 3_000
        let rates = try await rates { store in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for saver in 0..<savers {
                    group.addTask {
                        for index in stride(from: saver, to: count, by: savers) {
                            try await store.save(Sample.booking("\(index)", mirrors: 1))
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await store.mirrorCount(of: Sample.key) == count)
            return count
        }
        print("\(savers) at once, saves per second:", rates)
    }

    @Test func blocksAppliedInLongTransactionsAreAllThere() async throws {
        let rates = try await rates { store in
            let feed = Sample.feed()
            try await store.ensure(feed)
            let taken = try await store.lease(
                feedId: feed.id, holder: "a", now: Sample.start, until: Sample.time(30))
            let lease = try #require(taken)
            for round in 0..<10 {
                let blocks = (0..<200).map { Sample.block("\(round)-\($0)") }
                try await store.apply(store: blocks, forget: [], under: lease)
            }
            #expect(try await store.blockCount(of: Sample.key) == 2_000)
            return 2_000
        }
        print("200 a transaction, blocks per second:", rates)
    }

    /// Per database, and the ratio.
    private func rates(_ work: (SQLStore) async throws -> Int) async throws -> String {
        var rates: [Double] = []
        for backend in Backend.allCases {
            try await backend.withURL { url in
                let store = try await openStore(url: url)
                try await store.checkHealth()
                let begun = ContinuousClock.now
                let count = try await work(store)
                rates.append(Double(count) / (begun.duration(to: .now) / .seconds(1)))
                await store.close()
            }
        }
        return zip(Backend.allCases, rates).map { "\($0) \(Int($1))" }.joined(separator: ", ")
            + ", ratio \((rates[1] / rates[0]).formatted(.number.precision(.fractionLength(2))))"
    }
}
