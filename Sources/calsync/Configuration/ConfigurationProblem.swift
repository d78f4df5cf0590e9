/// What is wrong with a setting, and what to do about it.
struct ConfigurationProblem: Hashable, Sendable, CustomStringConvertible {
    let key: SettingKey
    let text: String

    var description: String { "\(key.rawValue): \(text)" }
}
