import CalendarSync
import Foundation
import GoogleCalendar
import Handlers
import Testing

@Suite(.timeLimit(.minutes(2))) struct ConnectedAccountsTests {
    private typealias World = HandlersWorld

    @Test func aLateRefusalOfTheFormerGrantLeavesTheNewConnectionAlone() async throws {
        try await World.run { world in
            try await world.link(World.strategyCall, to: World.hostCalendar)
            try await world.sandbox.control("google/users/\(World.hostCalendar)/revoke", [:])
            // The refresh is the first call; its owner connects again while it is under way.
            let sender = MeanwhileSender(sender: world.http, call: 1) { try await world.connect() }
            let accounts = ConnectedAccounts(
                store: world.store, keys: world.keys,
                calendar: GoogleCalendarClient(sender: sender, endpoints: world.google),
                oauth: GoogleOAuth(
                    sender: sender, endpoints: world.google,
                    credentials: GoogleClientCredentials(id: "sandbox-client", secret: "sandbox-secret")),
                now: world.now, logger: world.logger)
            let bookings = BookingHandler(
                store: world.store, google: accounts, keys: world.keys, now: world.now, logger: world.logger)
            let refused = await bookings.handle(try World.booking(), world.context("e1"))
            // Parked, it would wait for a connecting that has been already.
            guard case .retry(nil, .temporaryFailure) = refused else {
                Issue.record("not tried again: \(refused)")
                return
            }
            #expect(try await world.store.integration(id: world.integrationId)?.status == .connected)
            let after = await bookings.handle(try World.booking(), world.context("e1"))
            #expect(after.kinds == [.mirrorInserted])
        }
    }
}
