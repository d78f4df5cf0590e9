import TestSupport

/// What sort of a trial a seed makes, apart from what happens in it.
struct TrialPlan: Sendable {
    let isPrimary: Bool
    /// The product may at times see busy times only, so that the calendar has neither mirrors nor answers to invitations:
    /// whoever sees no more than times cannot tell them.
    let isSharedSparingly: Bool
    /// Enough events for a mass removal.
    let losesMuch: Bool
    /// Many series, few instances each: several batches of expansions.
    let isFullOfSeries: Bool
    /// Events on a page; nil: as many as in production.
    let pageSize: Int?
    /// How many events there are at first.
    let events: Int

    init(_ random: inout SeededGenerator) {
        isPrimary = Bool.random(using: &random)
        let kind = Int.random(in: 0..<100, using: &random)
        isSharedSparingly = kind < 10
        losesMuch = (10..<20).contains(kind)
        isFullOfSeries = (20..<26).contains(kind)
        pageSize =
            !isSharedSparingly && (isFullOfSeries || Int.random(in: 0..<4, using: &random) == 0)
            ? Int.random(in: 1...6, using: &random) * (isFullOfSeries ? 2 : 1) : nil
        events =
            losesMuch
            ? Int.random(in: 13...24, using: &random)
            : isFullOfSeries ? Int.random(in: 34...44, using: &random) : Int.random(in: 0...8, using: &random)
    }
}
