import CalendarSync
import Foundation
import GoogleCalendar
import Kafka
import Logging
import Metrics
import OutboundHTTP
import Records
import ServiceLifecycle

/// Measures now and then what nobody counts: lag, what waits, what is held back, when channels end.
struct InstallationGauges: Service {
    /// What this process alone cannot see is measured by the processes of few roles, not by every worker.
    let pipeline: PipelineReader?
    let store: any Store
    let gate: GoogleCallGate
    let now: @Sendable () -> Date
    let logger: Logger

    private static let interval = Duration.seconds(5)
    /// Of intervals; all feeds are read for it.
    private static let feedsEvery = 12
    private static let pageSize = 500

    func run() async throws {
        var round = 0
        while !Task.isCancelled, !Task.isShuttingDownGracefully {
            measureGate()
            if let pipeline {
                await measure(pipeline)
                if round.isMultiple(of: Self.feedsEvery) { await measureFeeds() }
            }
            round += 1
            try? await cancelWhenGracefulShutdown { try await Task.sleep(for: Self.interval) }
        }
    }

    private func measureGate() {
        let status = gate.status()
        record("calsync_google_calls_last_minute", status.callsLastMinute)
        // 0: Google refuses none.
        record("calsync_google_project_calls_per_second", status.projectPace ?? 0)
        record("calsync_google_slowed_accounts", status.slowedAccounts)
        record("calsync_google_slowed_writers", status.slowedWriters)
        record("calsync_google_open_circuits", status.openCircuits.count)
        for (lane, count) in status.waiting { record("calsync_google_calls_waiting", count, [("lane", "\(lane)")]) }
    }

    private func measure(_ pipeline: PipelineReader) async {
        if let letters = await pipeline.openDeadLetters() { record("calsync_dead_letters_open", letters) }
        for (partition, lag) in await pipeline.consumerLag() ?? [:] {
            record(
                "calsync_consumer_lag", Int(lag.records),
                [("topic", partition.topic), ("partition", String(partition.partition))])
        }
        if let oldest = await pipeline.oldestInput() {
            record("calsync_oldest_input_seconds", oldest.since.map { max(0, now().timeIntervalSince($0)) } ?? 0)
        }
        do {
            let parked = try await store.parkedCounts()
            for reason in SyncResult.Reason.allCases {
                record("calsync_parked_records", parked[reason] ?? 0, [("reason", reason.rawValue)])
            }
        } catch {
            logger.warning("parked records cannot be counted", metadata: ["error": "\(error)"])
        }
    }

    private func measureFeeds() async {
        do {
            var figures = FeedFigures(now: now())
            var after: String?
            repeat {
                let page = try await store.feeds(after: after, limit: Self.pageSize)
                for feed in page { figures.add(feed) }
                after = page.count == Self.pageSize ? page.last?.id : nil
            } while after != nil
            record("calsync_feeds_push_lost", figures.withoutPings)
            record("calsync_feeds_without_channel", figures.withoutChannel)
            record("calsync_channel_expiry_seconds", figures.secondsToExpiry)
        } catch {
            logger.warning("feeds cannot be measured", metadata: ["error": "\(error)"])
        }
    }

    private func record(_ label: String, _ value: Int, _ dimensions: [(String, String)] = []) {
        record(label, Double(value), dimensions)
    }

    private func record(_ label: String, _ value: Double, _ dimensions: [(String, String)] = []) {
        Gauge(label: label, dimensions: dimensions).record(value)
    }
}
