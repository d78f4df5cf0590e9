import CalendarSync
import Foundation
import Testing

@Suite struct BookingOrderTests {
    private func order(_ revision: Int?, _ seconds: Double) -> BookingOrder {
        BookingOrder(revision: revision, occurredAt: Date(timeIntervalSince1970: seconds))
    }

    @Test func revisionsDecideWhereBothHaveOne() {
        #expect(order(2, 900).isOlder(than: order(3, 100)))
        #expect(!order(3, 100).isOlder(than: order(2, 900)))
    }

    @Test func timeDecidesWhereOneHasNoRevision() {
        #expect(order(nil, 100).isOlder(than: order(1, 101)))
        #expect(order(9, 100).isOlder(than: order(nil, 101)))
        #expect(!order(nil, 101).isOlder(than: order(9, 100)))
    }

    @Test func equalIsNotOlder() {
        #expect(!order(2, 100).isOlder(than: order(2, 200)))
        #expect(!order(nil, 100).isOlder(than: order(nil, 100)))
        #expect(!order(1, 100).isOlder(than: order(nil, 100)))
    }
}
