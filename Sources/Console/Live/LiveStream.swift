import Foundation
import HTTPTypes
import Logging
import ServiceLifecycle

/// What one open page is told, event by event.
struct LiveStream {
    private let page: LivePage
    private let endsAt: Date
    private let pace: LivePace
    private let now: @Sendable () -> Date
    private let clock = ContinuousClock()

    private var version: String?
    private var shown: [String: String] = [:]
    private var renderedAt: ContinuousClock.Instant
    private var saidAt: ContinuousClock.Instant
    private var isOver = false

    init(page: LivePage, endsAt: Date, pace: LivePace, now: @escaping @Sendable () -> Date) {
        self.page = page
        self.endsAt = endsAt
        self.pace = pace
        self.now = now
        renderedAt = clock.now
        saidAt = clock.now
    }

    /// The next event, when there is one; nil: it is over.
    mutating func next(logger: Logger) async -> LiveEvent? {
        while !isOver, !Task.isCancelled, !Task.isShuttingDownGracefully, now() < endsAt {
            do {
                if let event = try await look() { return said(event) }
            } catch {
                let error = ConsoleError(error)
                if error.answer.status.code == 404 {
                    isOver = true
                    return said(.end)
                }
                // The store may answer again: the page stays as it is meanwhile.
                if error.isOurs { logger.warning("open page not looked after", metadata: ["error": "\(error)"]) }
            }
            if clock.now - saidAt >= pace.heartbeat { return said(.heartbeat) }
            // Thrown where the wait is cut short: the loop's condition knows why.
            try? await cancelWhenGracefulShutdown { [clock, pace] in try await clock.sleep(for: pace.look) }
        }
        return nil
    }

    private mutating func look() async throws -> LiveEvent? {
        let newest = try await page.version()
        guard newest != version || clock.now - renderedAt >= pace.refresh else { return nil }
        // The browser has the page already: what it is told first is no news to a reader.
        let isQuiet = version == nil || newest == version
        let regions = LiveRegions.cut(try await page.render())
        let changed = regions.filter { shown[$0.key] != $0.value }
        version = newest
        shown = regions
        renderedAt = clock.now
        return changed.isEmpty ? nil : .regions(changed, isQuiet: isQuiet)
    }

    private mutating func said(_ event: LiveEvent) -> LiveEvent {
        saidAt = clock.now
        return event
    }
}
