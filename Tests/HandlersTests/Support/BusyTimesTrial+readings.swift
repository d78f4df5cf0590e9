import CalendarSync
import Foundation
import TestSupport
import Handlers

/// How readings go: most go well.
extension BusyTimesTrial {
    mutating func read(
        _ trigger: GooglePing.Trigger = .push, of calendar: String? = nil, repair: Bool? = nil
    ) async {
        let calendar = calendar ?? self.calendar
        if let size = plan.pageSize, chance(0.7) { try? await usePages(of: size, calendar) }
        let ping = GooglePing(feedId: world.feedId(calendar), trigger: trigger, repair: repair)
        switch Int.random(in: 0..<20, using: &random) {
        case 0...2: await readAfterDeaths(calendar, ping)
        case 3: await readTwiceAtOnce(calendar, ping)
        case 4, 5: await readWhileOwnerWrites(calendar, ping)
        default: await reader.read(calendar, trigger, repair: repair)
        }
    }

    /// One worker after the other dies at it. The next one has to wait until the lease has run out.
    private mutating func readAfterDeaths(_ calendar: String, _ ping: GooglePing) async {
        for number in 1...Int.random(in: 1...4, using: &random) {
            let step = Int.random(in: 1...(1 << Int.random(in: 2...8, using: &random)), using: &random)
            let life = WorkerLife(mishap: .death(step: step))
            _ = await workers.mortal("mortal\(number)", life).handle(ping, world.context(UUID().uuidString))
            edits.append("\(ping.trigger) \(life.isDead ? "died" : "survived") at \(step)")
            clock.advance(seconds: 21)
        }
        await reader.read(calendar, ping.trigger, repair: ping.repair)
    }

    /// A worker stands still for longer than its lease. Another one takes over, and the first one goes on all the same.
    private mutating func readTwiceAtOnce(_ calendar: String, _ ping: GooglePing) async {
        let steps = Int.random(in: 3...(1 << Int.random(in: 2...7, using: &random)), using: &random)
        let pace = (slow: WorkerPace(), quick: WorkerPace())
        let life = WorkerLife(mishap: .pause(step: steps, others: 100_000), pace: pace.slow, others: [pace.quick])
        let slow = workers.slow("slow", life)
        let context = world.context(UUID().uuidString)
        async let first = slow.handle(ping, context)
        await pace.slow.reached(steps)
        clock.advance(seconds: 21)
        await reader.read(calendar, ping.trigger, repair: ping.repair)
        pace.quick.finish()
        _ = await first
        clock.advance(seconds: 21)
        edits.append("\(ping.trigger) by two, one slow at \(steps)")
        needsAudit = true
    }

    /// Between two calls of the worker the calendar changes, or Google forgets its tokens.
    private mutating func readWhileOwnerWrites(_ calendar: String, _ ping: GooglePing) async {
        let owner = owner
        // There is more between the calls of a full reading.
        let trigger = ping.trigger != .audit && chance(0.5) ? GooglePing.Trigger.manual : ping.trigger
        let name: String
        let action: @Sendable () async throws -> Void
        switch Int.random(in: 0..<6, using: &random) {
        case 0:
            name = "invalidates"
            action = { try await owner.control("google/tokens/invalidate", ["calendarId": calendar]) }
        case 1:
            name = "plants"
            let body = events.any(&random)
            action = { try await owner.insert(calendar, body) }
        case 2:
            name = "moves zone"
            let zone = RandomEvents.zones.randomElement(using: &random) ?? "UTC"
            action = { try await owner.setTimeZone(of: calendar, to: zone) }
        default:
            guard calendar == self.calendar,
                let index = planted.indices.filter({ !planted[$0].isDeleted && !planted[$0].isSpecial })
                    .randomElement(using: &random)
            else {
                await reader.read(calendar, trigger, repair: ping.repair)
                return
            }
            let id = planted[index].id
            if chance(0.5) {
                name = "deletes"
                planted[index].isDeleted = true
                action = { try await owner.delete(calendar, id) }
                break
            }
            name = "replaces"
            let body = events.plain(repeats: chance(0.5), &random)
            planted[index].body = body
            action = { try await owner.put(calendar, id, body) }
        }
        let call = Int.random(in: 1...(1 << Int.random(in: 1...5, using: &random)), using: &random)
        edits.append("\(trigger) while owner \(name) before call \(call)")
        needsAudit = needsAudit || ping.trigger == .audit
        let sender = MeanwhileSender(sender: world.sender, call: call, meanwhile: action)
        await workers.reader(google: sender).read(calendar, trigger, repair: ping.repair)
    }

    private func usePages(of size: Int, _ calendar: String) async throws {
        let id = world.feedId(calendar)
        guard
            let lease = try await world.store.lease(
                feedId: id, holder: "pages", now: clock.now, until: clock.now.addingTimeInterval(20)),
            var feed = try await world.store.feed(id: id)
        else { return }
        feed.pageSize = size
        try await world.store.save(feed, under: lease)
        try await world.store.release(lease)
    }
}
