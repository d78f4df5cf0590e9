import Foundation
import TestSupport

extension BusyTimesTrial {
    /// A failure of Google's, of Kartra's or of the broker's.
    mutating func disturb() async throws {
        let methods = ["events.list", "events.instances", "kartra.busyBlocks.*"]
        let method = methods.randomElement(using: &random) ?? ""
        let isKartra = method.hasPrefix("kartra")
        let match =
            isKartra
            ? ["method": method, "calendarId": kartraCalendar]
            : ["method": method, "calendarId": calendar, "user": HandlersWorld.hostCalendar]
        var fault: [String: any Sendable] = ["match": match, "times": Int.random(in: 1...3, using: &random)]
        switch Int.random(in: 0..<12, using: &random) {
        case 0:
            fault["hang"] = true
            fault["times"] = 1
        case 1...3:
            fault["status"] = isKartra ? 429 : 403
            fault["reason"] = "rateLimitExceeded"
        case 4:
            producer.behaviour = .refuseNext(Int.random(in: 1...2, using: &random))
            return
        case 5 where method == "events.list":
            fault["status"] = 410
            fault["reason"] = "fullSyncRequired"
        default: fault["status"] = [500, 503].randomElement(using: &random) ?? 500
        }
        fault["after"] = chance(0.5)
        if chance(0.5) { fault["probability"] = 0.5 }
        faults.append(try await world.sandbox.addFault(fault))
    }
}
