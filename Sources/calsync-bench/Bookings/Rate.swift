/// So many in so long.
struct Rate: Sendable, CustomStringConvertible {
    let count: Int
    let duration: Duration

    var perSecond: Double { Double(count) / (duration / .seconds(1)) }

    var description: String {
        "\(count) in \(((duration / .seconds(1)) * 100).rounded() / 100) s, \(Int(perSecond)) a second"
    }
}
