import GoogleCalendar
import Testing

@Suite struct PKCETests {
    /// RFC 7636 appendix B.
    @Test func derivesTheChallengeOfTheStandard() {
        let pkce = PKCE(verifier: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
        #expect(pkce.challenge == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")
    }

    @Test func drawsVerifiersOfTheRightLengthAndAlphabet() {
        var generator = SystemRandomNumberGenerator()
        let verifiers = (0..<100).map { _ in PKCE(using: &generator).verifier }
        #expect(Set(verifiers).count == 100)
        // RFC 7636 §4.1: 43 to 128 unreserved characters.
        #expect(verifiers.allSatisfy { $0.utf8.count == 43 })
        #expect(
            verifiers.joined().allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") })
    }

    @Test func doesNotShowItsVerifier() {
        #expect(!"\(PKCE(verifier: "secret"))".contains("secret"))
    }
}
