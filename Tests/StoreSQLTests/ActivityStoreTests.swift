import CalendarSync
import Foundation
import Testing

@Suite struct ActivityStoreTests {
    private func ids(
        _ store: some ActivityStore, classId: String? = "310", after: ActivityCursor? = nil, limit: Int = 1_000
    ) async throws -> [String] {
        try await store.activity(accountId: "42", classId: classId, after: after, limit: limit).map(\.id)
    }

    @Test(arguments: Backend.allCases) func theNewestComesFirstAndAPageGoesOnBehindTheOneBefore(
        backend: Backend
    ) async throws {
        try await backend.withStore { store in
            // Two of the same moment, and two classes.
            let entries = [
                Sample.activity("a", at: 1), Sample.activity("c", at: 2), Sample.activity("b", at: 2),
                Sample.activity("b", at: 2, classId: "311"), Sample.activity("d", at: 3, classId: nil),
                Sample.activity("e", at: 4, accountId: "43"),
            ]
            try await store.record(entries, now: Sample.time(9))
            #expect(try await store.activity(accountId: "42", classId: "310", after: nil, limit: 1) == [entries[1]])
            #expect(try await ids(store) == ["c", "b", "a"])
            #expect(try await ids(store, classId: "312").isEmpty)
            var seen: [ActivityEntry] = []
            while true {
                let page = try await store.activity(
                    accountId: "42", classId: nil, after: seen.last.map(ActivityCursor.init), limit: 2)
                seen += page
                if page.count < 2 { break }
            }
            #expect(seen.map(\.id) == ["d", "c", "b", "b", "a"])
            #expect(Set(seen) == Set(entries.prefix(5)))
        }
    }

    @Test(arguments: Backend.allCases) func aResultThatComesAgainIsKeptOnce(backend: Backend) async throws {
        try await backend.withStore { store in
            for _ in 0..<3 { try await store.record([Sample.activity("a", at: 1)], now: Sample.time(2)) }
            // As a result of a second delivery, handled later.
            try await store.record([Sample.activity("a", at: 2)], now: Sample.time(3))
            #expect(
                try await store.activity(accountId: "42", classId: nil, after: nil, limit: 9)
                    == [Sample.activity("a", at: 1)])
        }
    }

    @Test(arguments: Backend.allCases) func theOldAndTheMostAreForgotten(backend: Backend) async throws {
        try await backend.withStore { store in
            let most = ActivityEntry.mostPerClass
            func number(_ index: Int) -> String { String(String(index + 10_000).dropFirst()) }
            let many = (0..<most + 20).map { Sample.activity(number($0), at: Double($0)) }
            try await store.record([Sample.activity("quiet", at: 0, classId: "311")] + many, now: Sample.time(9))
            #expect(try await ids(store) == (20..<most + 20).reversed().map(number))
            #expect(try await ids(store, classId: "311") == ["quiet"])
            // A month later anything that happens forgets it all.
            try await store.record(
                [Sample.activity("new", at: ActivityEntry.lifetime + 100, classId: "312")],
                now: Sample.time(ActivityEntry.lifetime + 100))
            #expect(try await ids(store).last == number(100))
            #expect(try await ids(store, classId: "311").isEmpty)
            #expect(try await ids(store, classId: "312") == ["new"])
        }
    }
}
