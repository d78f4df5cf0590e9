/// What calls cost while so many wait.
struct GateResult: Sendable {
    let waiting: Int
    let accounts: Int
    /// A call of an account that may go.
    let passing: Duration
    /// Each of those who waited, from the first that went to the last; nil: nobody waited.
    let leaving: Duration?
}
