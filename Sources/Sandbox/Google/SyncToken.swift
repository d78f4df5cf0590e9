import Foundation

/// A sync token in the form seen from Google: padded base64url of a protobuf with the time twice, a 5, and a number.
/// The number says which calendar and which restrictions the token was minted for.
struct SyncToken: Equatable {
    let version: Int
    let filter: Int

    var text: String {
        var bytes: [UInt8] = []
        for (field, value) in [(1, version), (2, version), (3, 5), (4, filter)] {
            bytes.append(UInt8(field << 3))
            Self.appendVarint(value, to: &bytes)
        }
        return Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
    }

    init(version: Int, filter: Int) {
        self.version = version
        self.filter = filter
    }

    init?(_ text: String) {
        guard let data = Data(base64Encoded: text.replacing("-", with: "+").replacing("_", with: "/")) else {
            return nil
        }
        var rest = Array(data)[...]
        var fields: [Int] = []
        for field in 1...4 {
            guard rest.popFirst() == UInt8(field << 3), let value = Self.varint(&rest) else { return nil }
            fields.append(value)
        }
        guard rest.isEmpty, fields[0] == fields[1], fields[2] == 5 else { return nil }
        self.init(version: fields[0], filter: fields[3])
    }

    private static func appendVarint(_ value: Int, to bytes: inout [UInt8]) {
        var value = UInt64(value)
        while value >= 0x80 {
            bytes.append(UInt8(value & 0x7F) | 0x80)
            value >>= 7
        }
        bytes.append(UInt8(value))
    }

    private static func varint(_ bytes: inout ArraySlice<UInt8>) -> Int? {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 63, by: 7) {
            guard let byte = bytes.popFirst() else { return nil }
            value |= UInt64(byte & 0x7F) << shift
            if byte & 0x80 == 0 { return Int(exactly: value) }
        }
        return nil
    }
}
