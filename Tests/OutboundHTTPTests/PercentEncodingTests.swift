import OutboundHTTP
import Testing

@Suite struct PercentEncodingTests {
    @Test(arguments: [
        ("primary", "primary"), ("a@b.example", "a%40b.example"),
        ("en.usa#holiday@group.v.calendar.google.com", "en.usa%23holiday%40group.v.calendar.google.com"),
        ("a/b?c", "a%2Fb%3Fc"), ("50% & +", "50%25%20%26%20%2B"), ("é", "%C3%A9"), ("-._~", "-._~"), (".", "%2E"),
        ("..", "%2E%2E"), ("...", "..."), ("", ""),
    ])
    func aPathSegmentKeepsOnlyUnreservedBytes(text: String, encoded: String) {
        #expect(PercentEncoding.pathSegment(text) == encoded)
    }

    @Test func aQueryKeepsOrderAndRepetitionAndLeavesOutWhatIsMissing() {
        var query: URLQuery = ["a": "1", "a": "2&3"]
        query.append("b", nil)
        query.append("sync token", "CPDAl-_==")
        #expect(query.encoded == "a=1&a=2%263&sync%20token=CPDAl-_%3D%3D")
    }

    @Test func aQueryJoinsAURLWithOrWithoutOne() {
        let query: URLQuery = ["a": "1"]
        #expect(query.appended(to: "https://x.example/y") == "https://x.example/y?a=1")
        #expect(query.appended(to: "https://x.example/y?b=2") == "https://x.example/y?b=2&a=1")
        #expect(URLQuery().appended(to: "https://x.example/y") == "https://x.example/y")
    }

    @Test func aFormEncodesItsFields() {
        var form: FormBody = ["code": "4/0A b", "grant_type": "authorization_code"]
        form.append("missing", nil)
        #expect(String(decoding: form.bytes, as: UTF8.self) == "code=4%2F0A%20b&grant_type=authorization_code")
    }
}
