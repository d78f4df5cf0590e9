import CalendarSync
import Foundation
import OutboundHTTP
import Testing

@testable import Console

@Suite struct ConsoleAPITests {
    @Test(arguments: ["integrations", "classes", "classes/310/link", "status", "nothing/here"])
    func withoutTheOperatorsTokenNothingIsSaid(path: String) async throws {
        try await RunningConsole.serving { console in
            for token in [nil, "", "wrong", RunningConsole.token + "x"] {
                let answer = try await console.call(.get, path, token: token)
                #expect(answer.status == 401)
                #expect(answer.errorCode == "unauthorized")
                #expect(answer.response.headers["WWW-Authenticate"] == "Bearer")
            }
            let basic = try await console.request(
                .get, "/api/v1/accounts/42/\(path)", headers: ["Authorization": "Basic \(RunningConsole.token)"])
            #expect(basic.status == 401)
        }
    }

    @Test func aPathThatIsNotThereIsToldInTheSameForm() async throws {
        try await RunningConsole.serving { console in
            for path in ["nothing", "classes/310/links", "classes/310/link/resync/now"] {
                let answer = try await console.call(.get, path)
                #expect(answer.status == 404)
                #expect(answer.errorCode == "not_found")
            }
        }
    }

    @Test func aMethodThatIsNotThereIsToldWithThoseThatAre() async throws {
        try await RunningConsole.serving { console in
            let answer = try await console.call(.put, "integrations", "{}")
            #expect(answer.status == 405)
            #expect(answer.errorCode == "method_not_allowed")
            #expect(answer.response.headers["Allow"] == "GET, POST")
        }
    }

    @Test func aBodyThatIsNoObjectIsBadAndOneThatIsTooLongIsRefused() async throws {
        try await RunningConsole.serving { console in
            for body in ["", "nonsense", "[]", "{\"provider\":"] {
                let answer = try await console.call(.post, "integrations", body)
                #expect(answer.status == 400)
                #expect(answer.errorCode == "not_json")
            }
            let long = String(repeating: " ", count: 64 * 1024 + 1)
            let answer = try await console.call(.post, "integrations", long)
            #expect(answer.status == 413)
            #expect(answer.errorCode == "too_large")
        }
    }

    @Test func theStatusOfAnAccountSaysWhatTheBrokerKnows() async throws {
        let latency = LatencyPercentiles(milliseconds: Array(1...40)).map { ["google": $0] }
        let pipeline = PipelineStatus(
            deadLetters: 3, consumerLag: 17, oldestInput: Date(timeIntervalSince1970: 1_796_000_000), latency: latency)
        try await RunningConsole.serving(pipeline: pipeline) { console in
            let answer = try await console.call(.get, "status")
            #expect(answer.status == 200)
            let google = #"{"google":{"count":40,"p50Milliseconds":20,"p95Milliseconds":38}}"#
            #expect(
                answer.text
                    == #"{"consumerLag":17,"deadLetters":3,"latency":\#(google),"links":[],"#
                    + #""oldestInput":"2026-11-30T00:53:20Z","parked":0}"#)
        }
    }
}
