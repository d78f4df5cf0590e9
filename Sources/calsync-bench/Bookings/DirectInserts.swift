import Foundation
import GoogleCalendar
import Handlers

/// The floor: the same events by the same client, with nothing else in between.
struct DirectInserts {
    let world: BenchWorld

    func run(count: Int, inFlight: Int) async throws -> Rate {
        let account = try await world.accounts.account(integrationId: world.integrationId)
        let calendar = "team@group.calendar.google.com"
        let duration = try await ContinuousClock().measure {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<count {
                    if number >= inFlight { try await group.next() }
                    group.addTask {
                        let start = Date.now.addingTimeInterval(TimeInterval(number) * 3_600)
                        let draft = GoogleEventDraft(
                            summary: "Strategy call", start: .moment(start, timeZone: "America/Denver"),
                            end: .moment(start.addingTimeInterval(3_600), timeZone: "America/Denver"))
                        _ = try await account.calendar.insertEvent(calendar, draft, as: account.tokens)
                    }
                }
                try await group.waitForAll()
            }
        }
        return Rate(count: count, duration: duration)
    }
}
