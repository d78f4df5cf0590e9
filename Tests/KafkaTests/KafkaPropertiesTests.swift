import Foundation
import Kafka
import Testing

@Suite struct KafkaPropertiesTests {
    @Test func readsKeysAndValuesAroundCommentsAndBlankLines() throws {
        let text = """
            \u{FEFF}# a cluster in the cloud
            security.protocol=SASL_SSL\r
            \tsasl.mechanism = PLAIN

              # not this: client.id=x
            sasl.password=a=b#c
            """
        #expect(
            try KafkaProperties.parse(text, file: "kafka.properties") == [
                "security.protocol": "SASL_SSL", "sasl.mechanism": "PLAIN", "sasl.password": "a=b#c",
            ])
    }

    @Test(arguments: [
        ("client.id=a\nsecurity.protocol", "kafka.properties:2: expected key=value"),
        ("=x", "kafka.properties:1: no key before the ="),
        ("client.id=a\n\nsasl.password=", "kafka.properties:3: sasl.password: no value after the ="),
        ("client.id=a\nclient.id=b", "kafka.properties:2: client.id: given twice, first in line 1"),
        ("enable.auto.commit=false", "kafka.properties:1: enable.auto.commit: is decided by this program"),
        (
            "# \nsasl.jaas.config=hunter2",
            "kafka.properties:2: sasl.jaas.config: Java JAAS configuration is not supported"
        ),
        ("ssl.keystore.passwort=hunter2", "kafka.properties:1: ssl.keystore.passwort: is not a property of librdkafka"),
        ("session.timeout.ms=soon", "kafka.properties:1: session.timeout.ms: Invalid value"),
    ])
    func namesTheLineAndTheKeyButNoValue(text: String, expected: String) throws {
        let error = try #require(throws: KafkaError.self) {
            try KafkaProperties.parse(text, file: "kafka.properties")
        }
        #expect(error.message.hasPrefix(expected), "\(error.message)")
        #expect(!error.description.contains("hunter2"))
        #expect(!error.isRetriable)
    }

    @Test func readsAFile() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).properties")
        try Data("linger.ms=7\n".utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        #expect(try KafkaProperties.read(file: file.path) == ["linger.ms": "7"])
        #expect(throws: KafkaError.unreadablePropertiesFile(file: "/nowhere.properties")) {
            try KafkaProperties.read(file: "/nowhere.properties")
        }
    }
}
