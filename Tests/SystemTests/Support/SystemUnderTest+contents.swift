import Foundation

/// Everything that a running system has written anywhere, byte for byte.
extension SystemUnderTest {
    typealias Contents = [(place: String, data: Data)]

    /// The store with its write-ahead log and shared memory.
    func storeFiles() throws -> Contents { try files { $0.hasPrefix("calsync.db") } }

    /// Standard output and standard error of every process.
    func logs() throws -> Contents { try files { $0.hasSuffix(".log") } }

    private func files(_ isWanted: (String) -> Bool) throws -> Contents {
        try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { isWanted($0.lastPathComponent) }
            .map { ($0.lastPathComponent, try Data(contentsOf: $0)) }
    }

    /// Every record of every topic: its headers apart from its key and value.
    func topics() async throws -> (headers: Contents, records: Contents) {
        let listed = try await Command.run("kcat", ["-L", "-b", broker, "-J"])
        let object = try JSONSerialization.jsonObject(with: Data(listed.utf8)) as? [String: Any]
        let names = (object?["topics"] as? [[String: Any]] ?? []).compactMap { $0["topic"] as? String }
        var all: (headers: Contents, records: Contents) = ([], [])
        for name in names.sorted() {
            for (isHeaders, format) in [(true, #"%h\n"#), (false, #"%k %s\n"#)] {
                let text = try await Command.run("kcat", ["-C", "-b", broker, "-t", name, "-e", "-q", "-f", format])
                let content = (place: isHeaders ? "headers of \(name)" : name, data: Data(text.utf8))
                if isHeaders { all.headers.append(content) } else { all.records.append(content) }
            }
        }
        return all
    }

    /// What calsync answers whoever asks: metrics, probes and the JSON API.
    func answers(integration: String) async throws -> (open: Contents, api: Contents) {
        var open: Contents = []
        for path in ["/metrics", "/livez", "/readyz"] { open.append((path, try await fetch([url + path]))) }
        var answers: Contents = []
        let paths = [
            "/integrations", "/integrations/\(integration)/calendars", "/classes", "/classes/310/link",
            "/classes/311/link", "/status",
        ]
        for path in paths {
            answers.append((path, try await fetch(["-H", "Authorization: Bearer \(Self.apiToken)", api + path])))
        }
        return (open, answers)
    }

    /// What Kartra was told: its busy blocks and what there is of each of its classes.
    func kartra() async throws -> Contents {
        var contents: Contents = [("state", try await fetch(["\(sandboxURL)/control/state"]))]
        for classId in ["310", "311"] {
            contents.append(
                (
                    "blocks of \(classId)",
                    try await fetch([
                        "-H", "Authorization: Bearer sandbox-kartra-token",
                        "\(sandboxURL)/kartra/v1/calendars/77/classes/\(classId)/busy-blocks",
                    ])
                ))
        }
        return contents
    }

    /// The host's calendar as its owner sees it.
    func google(_ token: String) async throws -> Data {
        try await fetch([
            "-H", "Authorization: Bearer \(token)",
            "\(sandboxURL)/calendar/v3/calendars/host%40example.com/events?maxResults=2500&showDeleted=true",
        ])
    }

    func fetch(_ arguments: [String]) async throws -> Data {
        Data(try await Command.run("curl", ["-sS"] + arguments).utf8)
    }

    // MARK: Steering

    /// A call with a JSON body, as the owner where a token is given.
    @discardableResult
    func call(
        _ method: String, _ path: String, _ body: [String: any Sendable], token: String? = nil
    ) async throws -> [String: Any] {
        let file = folder.appending(path: "body-\(UUID().uuidString).json")
        try JSONSerialization.data(withJSONObject: body).write(to: file)
        let authorization = token.map { ["-H", "Authorization: Bearer \($0)"] } ?? []
        return try await curl(
            ["-f", "-X", method, "-H", "Content-Type: application/json", "-d", "@\(file.path)"] + authorization
                + [sandboxURL + path])
    }

    /// Google or Kartra fails so often, and says this of it.
    func fail(_ method: String, status: Int, message: String, reason: String? = nil, times: Int) async throws {
        var fault: [String: any Sendable] = [
            "match": ["method": method], "status": status, "message": message, "times": times,
        ]
        if let reason { fault["reason"] = reason }
        try await call("POST", "/control/faults", fault)
    }
}
