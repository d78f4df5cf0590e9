/// What stands in the description of a Google calendar that was made for the blocks of a class, so that it is found again
/// and never taken for a calendar of the host's. Signed: nobody else's calendar can pass for it and be sent busy times.
public enum BusyCalendarMarker {
    private static let name = "calsync-busy:"

    public static func text(for key: ClassKey, keys: SecretKeys) -> String {
        name + keys.sign(signed(key), for: .busyCalendar)
    }

    /// Whether a calendar of this description was made for the class.
    public static func marks(_ description: String?, for key: ClassKey, keys: SecretKeys) -> Bool {
        signatures(in: description).contains { keys.verify($0, of: signed(key), for: .busyCalendar) }
    }

    /// Whether a calendar of this description holds blocks, of whatever class. Linking it to a class would close a loop.
    public static func isPresent(in description: String?) -> Bool {
        !signatures(in: description).isEmpty
    }

    /// Hosts may write around it.
    private static func signatures(in description: String?) -> [String] {
        (description ?? "").split(whereSeparator: \.isWhitespace)
            .filter { $0.hasPrefix(name) }.map { String($0.dropFirst(name.count)) }
    }

    private static func signed(_ key: ClassKey) -> String {
        "\(key.accountId.utf8.count):\(key.accountId)\(key.classId)"
    }
}
