import Foundation

/// A properties file: librdkafka's properties, one `key=value` a line, `#` begins a comment line.
public enum KafkaProperties {
    /// - Throws: `KafkaError` naming the file, and where there is one the line and the key, never a value.
    public static func read(file: String) throws -> [String: String] {
        guard let data = FileManager.default.contents(atPath: file), let text = String(validating: data, as: UTF8.self)
        else { throw KafkaError.unreadablePropertiesFile(file: file) }
        return try parse(text, file: file)
    }

    /// Spaces around key and value are dropped; a value may contain `=` and `#`.
    /// - Throws: `KafkaError.invalidPropertiesLine` for a line without `=`, an empty or unknown key, an empty or
    ///   unacceptable value, a key that is not to be set from outside, a key given twice.
    public static func parse(_ text: String, file: String) throws -> [String: String] {
        var properties: [String: String] = [:]
        var lineOfKey: [String: Int] = [:]
        for (index, rawLine) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let number = index + 1
            let line = rawLine.trimmingCharacters(in: .whitespaces.union(["\u{FEFF}"]))
            if line.isEmpty || line.hasPrefix("#") { continue }

            func invalid(_ key: String?, _ reason: String) -> KafkaError {
                .invalidPropertiesLine(file: file, line: number, key: key, reason: reason)
            }
            guard let equals = line.firstIndex(of: "=") else { throw invalid(nil, "expected key=value") }
            let key = line[..<equals].trimmingCharacters(in: .whitespaces)
            let value = line[line.index(after: equals)...].trimmingCharacters(in: .whitespaces)
            guard !key.isEmpty else { throw invalid(nil, "no key before the =") }
            guard !value.isEmpty else { throw invalid(key, "no value after the =") }
            if let first = lineOfKey[key] { throw invalid(key, "given twice, first in line \(first)") }
            if let reason = KafkaConfiguration.problem(with: key, value: value) { throw invalid(key, reason) }
            properties[key] = value
            lineOfKey[key] = number
        }
        return properties
    }
}
