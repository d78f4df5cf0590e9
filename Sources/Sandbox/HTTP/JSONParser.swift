/// Strict RFC 8259 parser over UTF-8 bytes; a duplicate member keeps the last value.
struct JSONParser {
    enum Failure: Error, Equatable {
        case unexpected(offset: Int)
        case tooDeep
        case invalidText
    }

    private static let maximumDepth = 64

    private let bytes: [UInt8]
    private var offset = 0

    static func parse(_ bytes: [UInt8]) throws(Failure) -> JSONValue {
        var parser = JSONParser(bytes: bytes)
        let value = try parser.value(depth: 0)
        parser.skipSpace()
        guard parser.offset == bytes.count else { throw .unexpected(offset: parser.offset) }
        return value
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    private var current: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    private mutating func skipSpace() {
        while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { offset += 1 }
    }

    private mutating func expect(_ byte: UInt8) throws(Failure) {
        guard current == byte else { throw .unexpected(offset: offset) }
        offset += 1
    }

    private mutating func value(depth: Int) throws(Failure) -> JSONValue {
        guard depth < Self.maximumDepth else { throw .tooDeep }
        skipSpace()
        switch current {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try text())
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        default: return try number()
        }
    }

    private mutating func literal(_ word: StaticString, _ value: JSONValue) throws(Failure) -> JSONValue {
        let matches = word.withUTF8Buffer { bytes[offset...].starts(with: $0) }
        guard matches else { throw .unexpected(offset: offset) }
        offset += word.utf8CodeUnitCount
        return value
    }

    private mutating func object(depth: Int) throws(Failure) -> JSONValue {
        try expect(UInt8(ascii: "{"))
        var object = JSONObject()
        skipSpace()
        if current == UInt8(ascii: "}") {
            offset += 1
            return .object(object)
        }
        while true {
            skipSpace()
            let key = try text()
            skipSpace()
            try expect(UInt8(ascii: ":"))
            object[key] = try value(depth: depth + 1)
            skipSpace()
            if current == UInt8(ascii: ",") {
                offset += 1
                continue
            }
            try expect(UInt8(ascii: "}"))
            return .object(object)
        }
    }

    private mutating func array(depth: Int) throws(Failure) -> JSONValue {
        try expect(UInt8(ascii: "["))
        var array: [JSONValue] = []
        skipSpace()
        if current == UInt8(ascii: "]") {
            offset += 1
            return .array(array)
        }
        while true {
            array.append(try value(depth: depth + 1))
            skipSpace()
            if current == UInt8(ascii: ",") {
                offset += 1
                continue
            }
            try expect(UInt8(ascii: "]"))
            return .array(array)
        }
    }

    private mutating func number() throws(Failure) -> JSONValue {
        let start = offset
        while let byte = current, (0x30...0x39).contains(byte) || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains(byte) {
            offset += 1
        }
        let digits = bytes[start..<offset].drop { $0 == UInt8(ascii: "-") }
        guard let first = digits.first, (0x30...0x39).contains(first), offset - start - digits.count <= 1,
            first != 0x30 || digits.count == 1 || !(0x30...0x39).contains(digits[digits.startIndex + 1])
        else { throw .unexpected(offset: start) }
        let text = String(decoding: bytes[start..<offset], as: UTF8.self)
        if let integer = Int(text) { return .integer(integer) }
        guard let double = Double(text), double.isFinite, text.last?.isNumber == true, !text.contains(".e"),
            !text.contains(".E")
        else { throw .unexpected(offset: start) }
        return .double(double)
    }

    private mutating func text() throws(Failure) -> String {
        try expect(UInt8(ascii: "\""))
        let start = offset
        while let byte = current, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 { offset += 1 }
        if current == UInt8(ascii: "\"") {
            defer { offset += 1 }
            return try decode(bytes[start..<offset])
        }
        var unescaped = Array(bytes[start..<offset])
        while true {
            guard let byte = current, byte >= 0x20 else { throw .unexpected(offset: offset) }
            offset += 1
            if byte == UInt8(ascii: "\"") { return try decode(unescaped[...]) }
            guard byte == UInt8(ascii: "\\") else {
                unescaped.append(byte)
                continue
            }
            unescaped.append(contentsOf: try escape())
        }
    }

    private func decode(_ slice: ArraySlice<UInt8>) throws(Failure) -> String {
        guard let text = String(validating: slice, as: UTF8.self) else { throw .invalidText }
        return text
    }

    private mutating func escape() throws(Failure) -> [UInt8] {
        guard let byte = current else { throw .unexpected(offset: offset) }
        offset += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"): return Array(String(Character(try unicodeScalar())).utf8)
        default: throw .unexpected(offset: offset - 1)
        }
    }

    private mutating func unicodeScalar() throws(Failure) -> Unicode.Scalar {
        let high = try hexadecimal()
        if let scalar = Unicode.Scalar(high) { return scalar }
        guard (0xD800..<0xDC00).contains(high) else { throw .invalidText }
        try expect(UInt8(ascii: "\\"))
        try expect(UInt8(ascii: "u"))
        let low = try hexadecimal()
        guard (0xDC00..<0xE000).contains(low),
            let scalar = Unicode.Scalar(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
        else { throw .invalidText }
        return scalar
    }

    private mutating func hexadecimal() throws(Failure) -> UInt32 {
        guard offset + 4 <= bytes.count,
            let value = UInt32(String(decoding: bytes[offset..<offset + 4], as: UTF8.self), radix: 16)
        else { throw .unexpected(offset: offset) }
        offset += 4
        return value
    }
}
