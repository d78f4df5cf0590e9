/// Instants as RFC 3339 text, in whole seconds since the epoch; finer parts are dropped, as Calendar does.
enum RFC3339 {
    /// A time as it was written: with an offset it is an instant, without one it needs a zone.
    enum Reading: Equatable {
        case instant(Int)
        case local(LocalDateTime)
    }

    static func read(_ text: String) -> Reading? {
        if let last = text.last, last == "Z" || last == "z" {
            return LocalDateTime.parse(text.dropLast()).map { .instant($0.seconds) }
        }
        guard text.count > 6, text.contains(":") else { return nil }
        let tail = text.suffix(6)
        if let sign = tail.first, sign == "+" || sign == "-" {
            let parts = tail.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count == 2, parts[0].count == 2, let hours = Digits.parse(parts[0]),
                let minutes = Digits.parse(parts[1]), hours < 24, minutes < 60,
                let local = LocalDateTime.parse(text.dropLast(6))
            else { return nil }
            let offset = (hours * 3600 + minutes * 60) * (sign == "-" ? -1 : 1)
            return .instant(local.seconds - offset)
        }
        return LocalDateTime.parse(text).map { .local($0) }
    }

    /// An instant with a mandatory offset.
    static func instant(_ text: String) -> Int? {
        if case .instant(let seconds) = read(text) { seconds } else { nil }
    }

    static func text(_ seconds: Int, offset: Int) -> String {
        let local = LocalDateTime(seconds: seconds + offset).text
        if offset == 0 { return local + "Z" }
        let minutes = abs(offset) / 60
        return local + (offset < 0 ? "-" : "+") + Digits.padded(minutes / 60, 2) + ":" + Digits.padded(minutes % 60, 2)
    }

    /// `2026-11-22T16:00:00.123Z`
    static func text(milliseconds: Int) -> String {
        LocalDateTime(seconds: milliseconds / 1000).text + "." + Digits.padded(milliseconds % 1000, 3) + "Z"
    }
}
