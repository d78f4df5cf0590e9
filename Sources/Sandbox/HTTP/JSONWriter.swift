/// Writes JSON as UTF-8; pretty printing indents by one blank, as Google's servers do.
struct JSONWriter {
    private var bytes: [UInt8] = []
    private let pretty: Bool

    static func write(_ value: JSONValue, pretty: Bool = false) -> [UInt8] {
        var writer = JSONWriter(pretty: pretty)
        writer.bytes.reserveCapacity(1024)
        writer.append(value, depth: 0)
        if pretty { writer.bytes.append(0x0A) }
        return writer.bytes
    }

    private init(pretty: Bool) {
        self.pretty = pretty
    }

    private mutating func append(_ value: JSONValue, depth: Int) {
        switch value {
        case .null: bytes.append(contentsOf: "null".utf8)
        case .bool(let bool): bytes.append(contentsOf: (bool ? "true" : "false").utf8)
        case .integer(let integer): bytes.append(contentsOf: String(integer).utf8)
        case .double(let double): bytes.append(contentsOf: double.description.utf8)
        case .string(let string): append(string)
        case .array(let array):
            appendList(array, open: "[", close: "]", depth: depth) { writer, element in
                writer.append(element, depth: depth + 1)
            }
        case .object(let object):
            appendList(object.members, open: "{", close: "}", depth: depth) { writer, member in
                writer.append(member.key)
                writer.bytes.append(UInt8(ascii: ":"))
                if writer.pretty { writer.bytes.append(0x20) }
                writer.append(member.value, depth: depth + 1)
            }
        }
    }

    private mutating func appendList<Element>(
        _ elements: [Element], open: Unicode.Scalar, close: Unicode.Scalar, depth: Int,
        append: (inout JSONWriter, Element) -> Void
    ) {
        bytes.append(UInt8(ascii: open))
        for (index, element) in elements.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            newLine(depth + 1)
            append(&self, element)
        }
        if !elements.isEmpty { newLine(depth) }
        bytes.append(UInt8(ascii: close))
    }

    private mutating func newLine(_ depth: Int) {
        guard pretty else { return }
        bytes.append(0x0A)
        bytes.append(contentsOf: repeatElement(0x20, count: depth))
    }

    private mutating func append(_ string: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in string.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0x0A: bytes.append(contentsOf: "\\n".utf8)
            case 0x0D: bytes.append(contentsOf: "\\r".utf8)
            case 0x09: bytes.append(contentsOf: "\\t".utf8)
            case 0..<0x20:
                let digits = String(byte, radix: 16)
                bytes.append(contentsOf: ("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).utf8)
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
