import Foundation

/// Fills a calendar, lets a fresh process read it, and shows meanwhile how far that is.
struct ReadingMeasurement {
    let sandbox: SandboxRemote
    let events: Int
    let latency: Int

    private var series: Int { events / 100 }

    func run() async throws -> ReadingResult {
        let name = "bench-\(events)-\(latency)"
        let calendar = "\(name)@example.com"
        try await sandbox.setLatency(0)
        try await sandbox.addCalendar(calendar, kartra: name)
        for first in stride(from: 0, to: events, by: 2_500) {
            let numbers = first..<min(first + 2_500, events)
            try await sandbox.load(numbers.map { CalendarContents.event($0, isSeries: $0 < series) }, into: calendar)
        }
        try await sandbox.setLatency(latency)
        try await sandbox.resetCalls()
        let reader = try ChildProcess([
            "reader", "--sandbox", sandbox.baseURL, "--calendar", calendar, "--kartra", name,
        ])
        defer { reader.terminate() }
        let report = try await withThrowingTaskGroup(of: ReaderReport?.self) { group in
            group.addTask {
                try JSONDecoder().decode(ReaderReport.self, from: Data(try await reader.line().utf8))
            }
            group.addTask {
                try await showProgress(name)
                return nil
            }
            defer { group.cancelAll() }
            guard let first = try await group.next(), let report = first else { throw ChildProcess.Silent() }
            return report
        }
        let calls = try await sandbox.calls()
        return ReadingResult(
            events: events, series: series, latency: latency, seconds: report.seconds,
            googleCalls: calls.filter { $0.key.hasPrefix("events.") }.values.reduce(0, +),
            kartraCalls: calls.filter { $0.key.hasPrefix("kartra.") }.values.reduce(0, +),
            blocks: try await sandbox.blocks(of: name), peak: report.peak, added: report.peak - report.before)
    }

    /// One line a second, until it is cancelled.
    private func showProgress(_ name: String) async throws {
        let start = ContinuousClock.now
        while !Task.isCancelled {
            try await ContinuousClock().sleep(for: .seconds(1))
            let calls = try await sandbox.calls()
            let blocks = try await sandbox.blocks(of: name)
            let line =
                "reading \(events) events at \(latency) ms: \((ContinuousClock.now - start).components.seconds) s, "
                + "\(calls["events.list"] ?? 0) lists, \(calls["events.instances"] ?? 0) series, \(blocks) blocks\n"
            FileHandle.standardError.write(Data(line.utf8))
        }
    }
}
