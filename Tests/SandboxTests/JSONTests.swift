import Testing

@testable import Sandbox

@Suite struct JSONTests {
    @Test func whatIsWrittenReadsBackTheSame() throws {
        let value: JSONValue = [
            "text": "a\"\\\n\u{1}é😀", "whole": 9_007_199_254_740_993, "part": .double(0.25), "no": .null, "yes": true,
            "list": [1, [], [:]],
        ]
        #expect(try JSONParser.parse(JSONWriter.write(value)) == value)
        #expect(try JSONParser.parse(JSONWriter.write(value, pretty: true)) == value)
    }

    @Test func escapesAndNumbersAreRead() throws {
        let parsed = try JSONParser.parse(Array(#" {"a":"\ud83d\ude00\u00e9\/","b":-0.5e2,"c":-7} "#.utf8))
        #expect(parsed == ["a": "😀é/", "b": .double(-50), "c": -7])
    }

    @Test(arguments: [
        "", "{", "{\"a\"}", "{\"a\":1,}", "[1 2]", "01", "-", "1.", "+1", ".5", "nul", "\"\\x\"", "\"\\ud83d\"", "\"a",
        "[1] x", "{a:1}",
    ])
    func brokenTextIsRefused(text: String) {
        #expect(throws: JSONParser.Failure.self) { try JSONParser.parse(Array(text.utf8)) }
    }

    @Test func deepNestingAndBrokenUTF8AreRefused() {
        #expect(throws: JSONParser.Failure.tooDeep) {
            try JSONParser.parse(Array(String(repeating: "[", count: 100).utf8))
        }
        #expect(throws: JSONParser.Failure.invalidText) { try JSONParser.parse([0x22, 0xFF, 0x22]) }
    }
}
