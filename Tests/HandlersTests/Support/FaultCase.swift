import CalendarSync
import GoogleCalendar
import Foundation

@testable import Handlers

/// One method of Google's under one fault, seen through the handling of a booking.
struct FaultCase: Sendable {
    enum Operation: String, CaseIterable, Sendable {
        case insert, update, delete
        /// A mirror that the host has moved is looked at.
        case get
    }

    let operation: Operation
    let fault: WriteFault
    let world: HandlersWorld
    /// Names the case's own class, calendar and subscription.
    let name: String

    private static let old = "2030-05-06T09:00"
    private static let new = "2030-05-06T11:00"
    private static let elsewhere: [String: any Sendable] = [
        "start": ["dateTime": "2030-05-06T15:00:00", "timeZone": HandlersWorld.zone],
        "end": ["dateTime": "2030-05-06T16:00:00", "timeZone": HandlersWorld.zone],
    ]

    /// Outcome and calendar under the fault once, after the input was delivered again, and under the fault for good.
    func row() async throws -> String {
        let once = try await play(times: 1, name + "once")
        let always = try await play(times: nil, name + "always")
        return "| \(fault.text) | \(once.first) | \(once.again) | \(always.first) |"
    }

    private func play(times: Int?, _ name: String) async throws -> (first: String, again: String) {
        try await world.connect()
        let calendar = "\(name)@group.calendar.google.com"
        let key = ClassKey(accountId: "42", classId: name)
        try await world.sandbox.addCalendar(calendar, to: HandlersWorld.hostCalendar)
        try await world.link(key, to: calendar)
        if operation != .insert {
            let before = try HandlersWorld.booking(subscription: name, key: key, at: [Self.old], revision: 1)
            _ = await handler.handle(before, world.context(name + "e1"))
        }
        let booking = try HandlersWorld.booking(
            operation == .delete ? .cancelled : .booked, subscription: name, key: key, at: [Self.new], revision: 2)
        let mirror = try await world.sandbox.live(calendar).first?.id ?? ""
        if operation == .get { try await world.sandbox.edit(calendar, mirror, Self.elsewhere) }
        func handle() async -> String {
            let context = world.context(name + "e2")
            switch operation {
            case .insert, .update, .delete: return text(await handler.handle(booking, context))
            case .get:
                return text(
                    await handler.check(accountId: "42", subscriptionId: name, eventId: mirror, context))
            }
        }
        let fault = try await world.sandbox.addFault(
            fault.body(method: "events.\(operation)", calendar: calendar, times: times))
        let first = await handle()
        let calendarThen = try await standing(calendar)
        try await world.sandbox.removeFault(fault)
        try await world.connect()
        let again = await handle()
        return ("\(first) | \(calendarThen)", "\(again) | \(try await standing(calendar))")
    }

    private var handler: BookingHandler {
        let calendar = GoogleCalendarClient(
            sender: world.http, endpoints: world.google,
            timeout: fault.kind == .hang ? .milliseconds(200) : .seconds(30))
        return BookingHandler(
            store: world.store, google: MortalAccounts(accounts: world.accounts, calendar: calendar), keys: world.keys,
            now: world.now, logger: world.logger)
    }

    private func text(_ outcome: Outcome) -> String {
        switch outcome {
        case .settled(let result):
            (["settled"] + result.effects.map(\.kind.rawValue)).joined(separator: " ")
        case .rejected: "rejected"
        case .retry: "retry"
        case .held: "held"
        case .parked(let reason, _, _): "parked \(reason.rawValue)"
        }
    }

    /// The events that stand, by which of the two states they are of.
    private func standing(_ calendar: String) async throws -> String {
        let starts = try await world.sandbox.live(calendar).map(\.start).sorted()
        return starts.isEmpty
            ? "none"
            : starts.map { $0.hasPrefix(Self.old) ? "old" : $0.hasPrefix(Self.new) ? "new" : "moved" }
                .joined(separator: ", ")
    }
}
