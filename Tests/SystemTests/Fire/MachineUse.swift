import Foundation

/// How busy the machine's processors have been since this was made: figures of a machine that had no more to give say
/// nothing about the program.
struct MachineUse: Sendable {
    private let began = Self.ticks

    /// In per cent of all processors; 0 where there is no `/proc/stat` (proc(5)).
    var percent: Int {
        let now = Self.ticks
        let all = now.all - began.all
        return all > 0 ? (all - (now.idle - began.idle)) * 100 / all : 0
    }

    private static var ticks: (all: Int, idle: Int) {
        let text = (try? String(contentsOfFile: "/proc/stat", encoding: .utf8)) ?? ""
        let first = text.split(separator: "\n").first ?? ""
        let numbers = first.split(separator: " ").dropFirst().compactMap { Int($0) }
        guard numbers.count >= 8 else { return (0, 0) }
        // The guests' time is within the users'.
        return (numbers[..<8].reduce(0, +), numbers[3] + numbers[4])
    }
}
