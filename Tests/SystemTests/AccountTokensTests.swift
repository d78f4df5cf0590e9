import Testing

@testable import calsync

/// `API_TOKENS` as a process reads it.
@Suite struct AccountTokensTests {
    private static let secret = "s3cret-token-of-42"

    /// What is wrong with these tokens, as the operator is told.
    private func problems(_ tokens: String) async throws -> String {
        let error = await #expect(throws: ConfigurationError.self) { try await load(tokens) }
        let problems = try #require(error).problems
        #expect(problems.allSatisfy { $0.key == .apiTokens }, "\(problems)")
        return problems.map(\.description).joined(separator: "\n")
    }

    @discardableResult
    private func load(_ tokens: String) async throws -> [String] {
        var loader = try await SettingsLoader(
            arguments: [
                "--roles", "console", "--api-token", "the operator's own token", "--google-client-id", "id",
                "--google-client-secret", "secret", "--api-tokens", tokens,
            ], file: nil)
        return try loader.load().accountTokens.map { "\($0.accountId) \($0.token)" }
    }

    @Test func eachTokenOpensTheAccountBesideIt() async throws {
        #expect(try await load("").isEmpty)
        #expect(try await load("42:\(Self.secret)") == ["42 \(Self.secret)"])
        // An account may have several, a token may hold colons, and a file ends with a line feed.
        #expect(
            try await load("42:\(Self.secret), 42:another-token-of-42,\na/b:with:colons:in:between\n")
                == ["42 \(Self.secret)", "42 another-token-of-42", "a/b with:colons:in:between"])
        #expect(try await load("42:\(Self.secret),") == ["42 \(Self.secret)"])
    }

    @Test(arguments: [
        ("s3cret-token-of-42", "API_TOKENS: entry 1 is not of the form account:token"),
        ("41:first-token-of-41,s3cret-token-of-42", "API_TOKENS: entry 2 is not of the form account:token"),
        (":s3cret-token-of-42", "API_TOKENS: entry 1 is not of the form account:token"),
        ("42:s3cret", "API_TOKENS: the token of entry 1 has fewer than 16 characters"),
        ("41:first-token-of-41,,42:", "API_TOKENS: the token of entry 3 has fewer than 16 characters"),
        (
            "41:s3cret-token-of-42,42:s3cret-token-of-42",
            "API_TOKENS: the token of entry 2 is that of entry 1"
        ),
        (
            "42:the operator's own token",
            "API_TOKENS: the token of entry 1 is API_TOKEN, which opens every account"
        ),
    ]) func whatIsWrongIsSaidByPositionAndWithoutTheToken(tokens: String, said: String) async throws {
        let problems = try await problems(tokens)
        #expect(problems == said)
        for part in ["s3cret", "first-token", "operator"] { #expect(!problems.contains(part)) }
    }

    @Test func allThatIsWrongIsSaidAtOnce() async throws {
        let problems = try await problems("x,42:\(Self.secret),y:z")
        #expect(
            problems == """
                API_TOKENS: entry 1 is not of the form account:token
                API_TOKENS: the token of entry 3 has fewer than 16 characters
                """)
    }
}
