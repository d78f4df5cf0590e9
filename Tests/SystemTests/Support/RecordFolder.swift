import Foundation

/// Where records of the tests are put to be validated against their schemas (`CALSYNC_TEST_RECORDS`).
enum RecordFolder {
    static func keep(_ records: [(headers: [String: String], value: String?)], as type: String) throws {
        guard let folder = ProcessInfo.processInfo.environment["CALSYNC_TEST_RECORDS"] else { return }
        for record in records {
            var value: Any = NSNull()
            if type == "dead-letter.v1" {
                value = record.value ?? ""
            } else if let text = record.value {
                value = try JSONSerialization.jsonObject(with: Data(text.utf8))
            }
            let data = try JSONSerialization.data(
                withJSONObject: ["type": type, "headers": record.headers, "value": value])
            try data.write(to: URL(filePath: folder).appending(path: "system-\(UUID().uuidString).json"))
        }
    }
}
