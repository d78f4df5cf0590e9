import Testing

@testable import Sandbox

/// Google's own Python client must be able to work with the sandbox as it does with Google.
@Suite struct GoogleClientTests {
    @Test(
        .enabled(
            if: PythonScript.interpreter != nil,
            "CALSYNC_TEST_PYTHON does not name a Python interpreter with google-api-python-client"))
    func theOfficialPythonClientWritesWatchesAndSyncs() async throws {
        try await RunningSandbox.with { sandbox in
            let outcome = try await PythonScript.run(
                "google_client.py", arguments: [sandbox.base, "sandbox-client", "sandbox-secret"])
            #expect(outcome.status == 0, "\(outcome.output)")
            #expect(outcome.output.contains("all steps done"))
        }
    }
}
