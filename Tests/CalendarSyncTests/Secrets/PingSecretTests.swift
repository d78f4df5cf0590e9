import CalendarSync
import Testing

@Suite struct PingSecretTests {
    private let secret = PingSecret("s3cret")

    /// HMAC-SHA256 worked out with another implementation.
    @Test func isStable() {
        #expect(secret.text(accountId: "42") == "mCAF9sRmKuBuqjuk6sPGRZvHcjhvPIrDKbUDou4yJ24")
    }

    @Test func isOfItsAccountAndSecret() {
        let text = secret.text(accountId: "42")
        #expect(secret.isValid(text, accountId: "42"))
        #expect(!secret.isValid(text, accountId: "43"))
        #expect(!PingSecret("other").isValid(text, accountId: "42"))
    }

    @Test(arguments: [
        "", "AAAA", "mCAF9sRmKuBuqjuk6sPGRZvHcjhvPIrDKbUDou4yJ25", "mCAF9sRmKuBuqjuk6sPGRZvHcjhvPIrDKbUDou4yJ24=",
    ])
    func wrongTextIsRefused(text: String) {
        #expect(!secret.isValid(text, accountId: "42"))
    }
}
