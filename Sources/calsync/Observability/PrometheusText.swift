/// The rules of Prometheus' text format 0.0.4.
enum PrometheusText {
    /// A metric's name: letters, digits, `_` and `:`, not beginning with a digit; `suffix` is put behind it where it is not there.
    static func name(_ label: String, suffix: String = "") -> String {
        let name = identifier(label, allowing: "_:")
        return name.hasSuffix(suffix) ? name : name + suffix
    }

    /// `name="value",…`, in order of the names; of two labels of one name the last counts.
    static func labels(_ dimensions: [(String, String)]) -> String {
        let values = Dictionary(
            dimensions.map { (identifier($0.0, allowing: "_"), $0.1) }, uniquingKeysWith: { _, last in last })
        return values.sorted { $0.key < $1.key }.map { "\($0.key)=\"\(escape($0.value))\"" }.joined(separator: ",")
    }

    static func line(_ name: String, _ labels: String, _ value: String) -> String {
        (labels.isEmpty ? name : "\(name){\(labels)}") + " \(value)\n"
    }

    static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value > 0 ? "+Inf" : "-Inf" }
        return Int(exactly: value).map { String($0) } ?? value.description
    }

    private static func identifier(_ text: String, allowing others: String) -> String {
        let name = String(
            text.map { character in
                character.isASCII && (character.isLetter || character.isNumber) || others.contains(character)
                    ? character : "_"
            })
        return name.first.map { $0.isNumber } ?? true ? "_" + name : name
    }

    private static func escape(_ value: String) -> String {
        var escaped = ""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\"": escaped += "\\\""
            case "\n": escaped += "\\n"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
