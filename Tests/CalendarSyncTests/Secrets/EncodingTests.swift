import Foundation
import Testing
import TestSupport

@testable import CalendarSync

@Suite struct EncodingTests {
    /// RFC 4648 §10, in lower case and without padding.
    @Test(arguments: [
        ("", ""), ("f", "co"), ("fo", "cpng"), ("foo", "cpnmu"), ("foob", "cpnmuog"), ("fooba", "cpnmuoj1"),
        ("foobar", "cpnmuoj1e8"),
    ])
    func base32Hex(text: String, encoded: String) {
        #expect(Base32Hex.encode(Array(text.utf8)) == encoded)
    }

    /// RFC 4648 §10, without padding.
    @Test(arguments: [
        ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE"),
        ("foobar", "Zm9vYmFy"),
    ])
    func base64URL(text: String, encoded: String) {
        #expect(Base64URL.encode(Data(text.utf8)) == encoded)
        #expect(Base64URL.decode(encoded) == Data(text.utf8))
    }

    @Test func base64URLUsesTheAlphabetOfURLs() {
        #expect(Base64URL.encode(Data([0xfb, 0xef, 0xff])) == "--__")
        #expect(Base64URL.decode("--__") == Data([0xfb, 0xef, 0xff]))
    }

    @Test(arguments: ["++//", "Zg==", "Zh", "Z", "Zm9v Zm9v", "Zm9v\n", "Zm9é", "Zm9v!", "Zm8\u{301}"])
    func base64URLHasOneSpelling(text: String) {
        #expect(Base64URL.decode(text) == nil)
    }

    @Test func base64URLReadsWhatItWrites() throws {
        var random = SeededGenerator()
        for _ in 0..<500 {
            let count = Int.random(in: 0...40, using: &random)
            let bytes = Data((0..<count).map { _ in UInt8.random(in: 0...255, using: &random) })
            try #require(Base64URL.decode(Base64URL.encode(bytes)) == bytes, "seed \(random.seed)")
            try #require(Base32Hex.encode(Array(bytes)).utf8.count == (count * 8 + 4) / 5, "seed \(random.seed)")
        }
    }
}
