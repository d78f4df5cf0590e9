/// What the doctor found of one thing, and what to do about it.
struct Finding: Hashable, Sendable {
    enum Verdict: String, Sendable {
        case good = "✓"
        /// Works, and will disappoint.
        case doubtful = "!"
        case bad = "✗"
    }

    let name: String
    let verdict: Verdict
    let text: String
    /// What to do; empty where there is nothing to do.
    let remedy: String

    init(_ name: String, _ verdict: Verdict, _ text: String, remedy: String = "") {
        self.name = name
        self.verdict = verdict
        self.text = text
        self.remedy = remedy
    }
}
