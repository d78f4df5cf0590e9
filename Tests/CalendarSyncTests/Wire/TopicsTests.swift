import CalendarSync
import Records
import Testing

@Suite struct TopicsTests {
    @Test func namesAreTheContracts() {
        #expect(
            Topics().all == [
                "kartra.appointments", "google.pings", "calsync.commands", "calsync.results", "kartra.busy-blocks",
                "calsync.dead-letters",
            ])
        #expect(Topics().inputs == ["kartra.appointments", "google.pings", "calsync.commands"])
        #expect(Topics().compacted == ["kartra.busy-blocks"])
        #expect(Topics().consumerGroup == "calsync")
    }

    @Test func prefixStandsBeforeEachAsItIs() {
        let topics = Topics(prefix: "eu.")
        #expect(topics.all == Topics().all.map { "eu." + $0 })
        #expect(topics.compacted == ["eu.kartra.busy-blocks"])
        #expect(topics.consumerGroup == "eu.calsync")
    }
}
