/// The busy times of a calendar as `freebusy.query` gives them: merged, cut to the range, in order.
enum FreeBusy {
    static func intervals(of calendar: CalendarRecord, from start: Int, to end: Int) -> [Range<Int>] {
        var busy: [Range<Int>] = []
        for event in calendar.events.values where event.origin == nil && !event.isCancelled {
            let occurrences =
                event.isMaster
                ? calendar.instances(of: event, after: start, before: end, limit: .max)
                : [event]
            for occurrence in occurrences where occurrence.isBusy(for: calendar.id) {
                let from = max(start, occurrence.start.instant(in: calendar.timeZone))
                let to = min(end, occurrence.end.instant(in: calendar.timeZone))
                if from < to { busy.append(from..<to) }
            }
        }
        return merge(busy)
    }

    /// Touching intervals become one.
    private static func merge(_ intervals: [Range<Int>]) -> [Range<Int>] {
        var merged: [Range<Int>] = []
        for interval in intervals.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = merged.last, interval.lowerBound <= last.upperBound {
                merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, interval.upperBound)
            } else {
                merged.append(interval)
            }
        }
        return merged
    }
}
