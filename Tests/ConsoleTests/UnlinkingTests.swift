import CalendarSync
import Foundation
import OutboundHTTP
import Records
import Testing
import TestSupport

@testable import Console

/// Ending links and integrations over HTTP; the worker's part is played by the tests.
@Suite(.timeLimit(.minutes(1))) struct UnlinkingTests {
    private static let path = "classes/310/link"
    private static let atOnce = Duration.zero

    /// As the workers do: certifies the unlinking as soon as it is there.
    private static func work(_ console: RunningConsole) async throws {
        var unlinking = try #require(try await console.store.unlinking(RunningConsole.classKey))
        unlinking.certificate = UnlinkCertificate(
            removedMirrors: 3, keptMirrors: 2, unreachableMirrors: 1, removedBlocks: 5, linksStillUsing: 4,
            issuedAt: RunningConsole.now)
        try await console.store.save(unlinking)
    }

    private static let certificate = """
        {"channelStopped":true,"grantRevoked":false,"issuedAt":"\(RunningConsole.now.rfc3339)","keptMirrors":2,\
        "linksStillUsing":4,"removedBlocks":5,"removedMirrors":3,"unreachableMirrors":1}
        """

    private static func link(_ console: RunningConsole, _ integration: Integration) async throws {
        let answer = try await console.call(.put, path, RunningConsole.linkBody(integration))
        #expect(answer.status == 200)
    }

    @Test func theWorkersCertificateIsTheAnswerAndStaysReadable() async throws {
        try await RunningConsole.connected { console, integration in
            try await Self.link(console, integration)
            async let worked: Void = {
                while try await console.store.unlinking(RunningConsole.classKey) == nil { await Task.yield() }
                try await Self.work(console)
            }()
            let answer = try await console.call(.delete, Self.path + "?remove=future")
            try await worked
            #expect(answer.status == 200)
            #expect(answer.text == Self.certificate)
            #expect(try await console.store.unlinking(RunningConsole.classKey)?.removal == .future)
            let command = try InputDecoder.decode(
                SyncCommand.self, from: try #require(console.producer.records.last?.value))
            #expect(command.command == .linkRemoved && command.accountId == "42" && command.classId == "310")

            #expect(try await console.call(.get, Self.path).errorCode == "not_linked")
            #expect(try await console.call(.delete, Self.path).errorCode == "not_linked")
            #expect(try await console.call(.get, Self.path + "/certificate").text == Self.certificate)
        }
    }

    @Test func whatTakesLongerIsShownUnderWay() async throws {
        try await RunningConsole.connected(unlinkPatience: Self.atOnce) { console, integration in
            try await Self.link(console, integration)
            let answer = try await console.call(.delete, Self.path)
            #expect(answer.status == 202)
            #expect(answer["status"] as? String == "unlinking")
            #expect(answer["unlinking", "remove"] as? String == "none")
            #expect(answer["unlinking", "requestedAt"] as? String == RunningConsole.now.rfc3339)
            #expect(try await console.call(.get, Self.path).text == answer.text)
            let status = try await console.call(.get, "status")
            #expect(status.list("links").map { $0["status"] as? String } == ["unlinking"])
            #expect(try await console.call(.get, Self.path + "/certificate").errorCode == "no_certificate")
            let again = try await console.call(.put, Self.path, RunningConsole.linkBody(integration))
            #expect(again.status == 409 && again.errorCode == "unlinking")

            // Asked again it tells the workers again, and what was asked for first counts.
            let told = console.producer.records.count
            let second = try await console.call(.delete, Self.path + "?remove=future")
            #expect(second.status == 202 && console.producer.records.count == told + 1)
            #expect(second["unlinking", "remove"] as? String == "none")
            try await Self.work(console)
            #expect(try await console.call(.get, Self.path + "/certificate").text == Self.certificate)
        }
    }

    @Test func aClassIsLinkedAgainAsANewLink() async throws {
        try await RunningConsole.connected(unlinkPatience: Self.atOnce) { console, integration in
            try await Self.link(console, integration)
            let first = console.producer.records.map { $0.headers["ce_id"] }
            _ = try await console.call(.delete, Self.path)
            try await Self.work(console)
            let old = Feed.id(integrationId: integration.id, googleCalendarId: RunningConsole.work.id)
            let answer = try await console.call(
                .put, Self.path, RunningConsole.linkBody(integration, calendar: RunningConsole.team.id))
            #expect(answer.status == 200)
            #expect(answer["unlinking"] is NSNull)
            // The blocks that were kept go from the calendar that the class has left.
            #expect(console.producer.summary.last == "t.google.pings \(old)")
            let ids = console.producer.records.map { $0.headers["ce_id"] }
            #expect(Set(ids).count == ids.count && first.count == 2)
        }
    }

    @Test func aBrokerThatIsAwayLosesNothing() async throws {
        try await RunningConsole.connected(unlinkPatience: Self.atOnce) { console, integration in
            try await Self.link(console, integration)
            console.producer.behaviour = .refuse
            #expect(try await console.call(.delete, Self.path + "?remove=future").errorCode == "broker_unavailable")
            #expect(try await console.call(.get, Self.path)["status"] as? String == "unlinking")
            console.producer.behaviour = .acknowledge
            #expect(try await console.call(.delete, Self.path).status == 202)
            #expect(console.producer.summary.last == "t.calsync.commands 310")
        }
    }

    @Test func whatCannotBeAskedForIsNamed() async throws {
        try await RunningConsole.connected { console, integration in
            try await Self.link(console, integration)
            for path in [Self.path, "integrations/\(integration.id)"] {
                let answer = try await console.call(.delete, path + "?remove=all")
                #expect(answer.status == 422 && answer.errorField == "remove")
            }
            #expect(try await console.call(.delete, "classes/9/link").errorCode == "not_linked")
            #expect(try await console.call(.get, "classes/9/link/certificate").errorCode == "no_certificate")
            #expect(try await console.store.link(RunningConsole.classKey) != nil)
        }
    }

    @Test func anIntegrationIsDisconnectedByTheWorkers() async throws {
        try await RunningConsole.connected(unlinkPatience: Self.atOnce) { console, integration in
            let path = "integrations/\(integration.id)"
            let answer = try await console.call(.delete, path + "?remove=future")
            #expect(answer.status == 202 && answer["status"] as? String == "disconnecting")
            let command = try InputDecoder.decode(
                SyncCommand.self, from: try #require(console.producer.records.last?.value))
            #expect(command.command == .integrationRemoved && command.integrationId == integration.id)
            let link = try await console.call(.put, Self.path, RunningConsole.linkBody(integration))
            #expect(link.status == 422 && link.errorField == "integrationId")
            #expect(try await console.call(.get, path + "/certificate").errorCode == "no_certificate")

            var ended = try #require(try await console.store.integration(id: integration.id))
            #expect(ended.disconnection?.removal == .future)
            ended.status = .disconnected
            ended.disconnection?.certificate = UnlinkCertificate(
                removedMirrors: 3, keptMirrors: 2, unreachableMirrors: 1, removedBlocks: 5, linksStillUsing: 4,
                issuedAt: RunningConsole.now)
            try await console.store.save(ended)
            #expect(try await console.call(.get, path + "/certificate").text == Self.certificate)
            #expect(try await console.call(.get, "integrations").list("integrations").isEmpty)
            for call in [(OutboundRequest.Method.delete, path), (.get, path + "/calendars")] {
                #expect(try await console.call(call.0, call.1).errorCode == "unknown_integration")
            }
        }
    }

    @Test func anIntegrationOfAnotherAccountIsUnknown() async throws {
        try await RunningConsole.connected { console, integration in
            let path = "integrations/\(integration.id)"
            for answer in [
                try await console.call(.delete, path, account: "43"),
                try await console.call(.get, path + "/certificate", account: "43"),
            ] { #expect(answer.errorCode == "unknown_integration") }
            #expect(try await console.store.integration(id: integration.id)?.status == .connected)
        }
    }
}
