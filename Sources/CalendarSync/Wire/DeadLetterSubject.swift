import Foundation
import Records

/// Whom a rejected input speaks of, as far as its header and its bytes let on: they need not be what they should be.
struct DeadLetterSubject: Decodable {
    /// The header in which the receiver names the account of Kartra's ping.
    static let accountHeader = "kartra_account_id"

    private struct Ping: Decodable {
        struct Calendar: Decodable {
            let classId: String?

            init(from decoder: any Decoder) throws {
                let values = try? decoder.container(keyedBy: Key.self)
                classId = values?.identifier("class_id")
            }
        }

        let calendar: Calendar?

        private enum CodingKeys: String, CodingKey { case calendar }
    }

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    private(set) var accountId: String?
    private(set) var classId: String?

    init(_ record: ConsumedRecord) {
        if let value = record.value, value.count <= InputDecoder.longestValue,
            let read = try? JSONDecoder().decode(Self.self, from: Data(value))
        {
            self = read
        }
        accountId =
            accountId ?? record.headers[Self.accountHeader].flatMap { Identifier.flaw(of: $0) == nil ? $0 : nil }
    }

    init(from decoder: any Decoder) throws {
        guard let values = try? decoder.container(keyedBy: Key.self) else { return }
        // A structured CloudEvent has its data one level down.
        let data = try? values.nestedContainer(keyedBy: Key.self, forKey: Key(stringValue: "data"))
        let ping = try? values.decode(Ping.self, forKey: Key(stringValue: "action_details"))
        accountId = values.identifier("accountId") ?? data?.identifier("accountId")
        classId = values.identifier("classId") ?? data?.identifier("classId") ?? ping?.calendar?.classId
    }
}

extension KeyedDecodingContainer {
    fileprivate func identifier(_ name: String) -> String? {
        guard let key = allKeys.first(where: { $0.stringValue == name }) else { return nil }
        return (try? decode(Identifier.self, forKey: key))?.text
    }
}
