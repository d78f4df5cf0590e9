import CalendarSync
import TestSupport

extension BookingHistory {
    /// A history whose host edits mirror events.
    static func random(seed: UInt64, hostEdits: LinkOptions.HostEdits) -> BookingHistory {
        var history = BookingHistory.random(seed: seed)
        history.hostEdits = hostEdits
        var random = SeededGenerator(seed: seed ^ 0x5eed)
        for number in 0..<Int.random(in: 3...12, using: &random) {
            let eventId = "h\(number)"
            let input: Input
            if Bool.random(using: &random) {
                input = .host(
                    .random(using: &random), pick: Int.random(in: 0..<1_000, using: &random), eventId: eventId)
            } else {
                let reading = Reading(
                    calendar: history.calendars.randomElement(using: &random) ?? history.calendars[0],
                    isFull: Int.random(in: 0..<4, using: &random) == 0,
                    commands: Reading.Commands.allCases.randomElement(using: &random) ?? .arrive)
                input = .reading(reading, eventId: eventId)
            }
            let part = Int.random(in: 0..<history.parts.count, using: &random)
            var workers = history.parts[part].workers
            let worker = Int.random(in: 0..<workers.count, using: &random)
            workers[worker].insert(input, at: Int.random(in: 0...workers[worker].count, using: &random))
            history.parts[part] = Part(workers: workers, hasMishaps: history.parts[part].hasMishaps)
        }
        return history
    }
}
