/// How far the mirroring of a class's bookings to come has got, after it was linked or its link changed.
public struct MirroringProgress: Hashable, Codable, Sendable {
    public var bookings: Int
    public let ofBookings: Int

    public init(bookings: Int = 0, ofBookings: Int) {
        self.bookings = bookings
        self.ofBookings = ofBookings
    }
}
