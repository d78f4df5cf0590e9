import TestSupport

/// What goes wrong while an input is handled once.
enum Mishap: Sendable {
    struct LostWrite: Sendable {
        /// Which of the handling's write calls, the first is 1.
        let number: Int
        /// Whether the call took effect, and only its answer was lost.
        let tookEffect: Bool
    }

    /// The worker dies at this step.
    case death(step: Int)
    /// It stands still at this step until the others have gone so many steps.
    case pause(step: Int, others: Int)
    /// It stands still before a write call until the others have gone so many steps, makes the call, and dies.
    case lateWrite(number: Int, others: Int)
    /// The connection breaks.
    case lostWrite(LostWrite)
    /// Google answers an error.
    case googleError(method: String, status: Int, tookEffect: Bool)

    static func random(using random: inout SeededGenerator) -> Mishap {
        let step = Int.random(in: 1...24, using: &random)
        let others = Int.random(in: 1...30, using: &random)
        switch Int.random(in: 0..<10, using: &random) {
        case 0, 1: return .death(step: step)
        case 2: return .pause(step: step, others: others)
        case 3...6:
            return .lateWrite(number: Int.random(in: 1...2, using: &random), others: 10 + others)
        case 7:
            return .lostWrite(
                LostWrite(
                    number: Int.random(in: 1...3, using: &random),
                    tookEffect: Bool.random(using: &random)))
        default:
            let methods = ["events.insert", "events.update", "events.delete", "events.get", "events.*"]
            return .googleError(
                method: methods.randomElement(using: &random) ?? "events.*",
                status: [409, 500, 503].randomElement(using: &random) ?? 500,
                tookEffect: Bool.random(using: &random))
        }
    }
}
