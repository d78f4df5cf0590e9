import CalendarSync
import Foundation
import Testing

@testable import StoreSQL

@Suite struct CorruptRowTests {
    @Test(arguments: Backend.allCases) func aRowThatCannotBeReadIsNamed(backend: Backend) async throws {
        try await backend.withURL { url in
            let store = try await openStore(url: url)
            try await store.save(Sample.integration())
            try await store.save(Sample.link())
            try await store.save(Sample.booking("9001"))
            try await store.ensure(Sample.feed())
            try await store.park(Sample.parked("k", offset: 7))
            for table in ["integrations", "links", "bookings", "feeds"] {
                try await store.change("UPDATE \(table) SET body = ?", [.text("{\"half\":")])
            }
            try await store.change("UPDATE parked_records SET reason = ?", [.text("of a later version")])

            let integrationId = Sample.integration().id
            await #expect(throws: StoreError.corrupt(table: "integrations", key: integrationId)) {
                try await store.integration(id: integrationId)
            }
            await #expect(throws: StoreError.corrupt(table: "links", key: "42/310")) {
                try await store.links(accountId: "42")
            }
            await #expect(throws: StoreError.corrupt(table: "bookings", key: "42/9001")) {
                try await store.booking(accountId: "42", subscriptionId: "9001")
            }
            await #expect(throws: StoreError.corrupt(table: "feeds", key: Sample.feed().id)) {
                try await store.feed(id: Sample.feed().id)
            }
            await #expect(throws: StoreError.corrupt(table: "parked_records", key: "kartra.appointments[3]@7")) {
                try await store.parked(key: "k", limit: 1)
            }
            // Counting reads no body.
            #expect(try await store.mirrorCount(of: Sample.key) == 0)
            await store.close()
        }
    }
}
