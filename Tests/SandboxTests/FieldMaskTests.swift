import Testing

@testable import Sandbox

@Suite struct FieldMaskTests {
    private let value: JSONValue = [
        "kind": "k", "token": "t", "items": [["id": "1", "start": ["date": "d", "zone": "z"]], ["id": "2"]],
        "map": ["x": ["a": 1, "b": 2], "y": ["a": 3]],
    ]

    @Test func aMaskSelectsPathsGroupsMapKeysAndWildcards() throws {
        let cases: [(String, JSONValue)] = [
            ("kind", ["kind": "k"]), ("kind,token", ["kind": "k", "token": "t"]),
            ("items/id", ["items": [["id": "1"], ["id": "2"]]]),
            ("items(id,start/date)", ["items": [["id": "1", "start": ["date": "d"]], ["id": "2"]]]),
            ("items/start(zone)", ["items": [["start": ["zone": "z"]], [:]]]),
            ("items/id,items/start/date", ["items": [["id": "1", "start": ["date": "d"]], ["id": "2"]]]),
            ("map/x", ["map": ["x": ["a": 1, "b": 2]]]), ("map/*/a", ["map": ["x": ["a": 1], "y": ["a": 3]]]),
            ("*", value), ("items/start,items", ["items": value.object?["items"] ?? .null]),
        ]
        for (text, expected) in cases {
            let mask = try #require(FieldMask(text))
            #expect(mask.apply(to: value) == expected, "\(text)")
        }
    }

    @Test(arguments: ["", ",", "a,", "a(", "a(b", "a)", "a/", "/a", "a()", "a b"])
    func aMalformedMaskIsRefused(text: String) {
        #expect(FieldMask(text) == nil)
    }
}
