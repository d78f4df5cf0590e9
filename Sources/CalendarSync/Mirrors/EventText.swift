/// Text as it goes into an event's fields.
enum EventText {
    /// Plain text on one line: control characters would break it up, or make Google refuse it.
    static func line(_ text: String, longest: Int) -> String {
        var line = String.UnicodeScalarView()
        var length = 0
        for scalar in text.unicodeScalars {
            let shown = isControl(scalar) ? " " : scalar
            length += UTF16.width(shown)
            if length > longest { break }
            line.append(shown)
        }
        return String(line)
    }

    /// The text as HTML, cut so that it has no more than `longest` UTF-16 units and no half of an entity at its end.
    static func html(_ text: String, longest: Int) -> String {
        var html = ""
        var length = 0
        // Scalar by scalar: as characters, a "<" with a combining mark is not a "<".
        for scalar in text.unicodeScalars {
            let shown =
                switch scalar {
                case "&": "&amp;"
                case "<": "&lt;"
                case ">": "&gt;"
                default: isControl(scalar) ? " " : String(scalar)
                }
            length += shown.utf16.count
            if length > longest { break }
            html += shown
        }
        return html
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .control || scalar == "\u{2028}" || scalar == "\u{2029}"
    }
}
