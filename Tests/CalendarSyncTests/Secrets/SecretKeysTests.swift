import CalendarSync
import Foundation
import Testing

@Suite struct SecretKeysTests {
    private static let short = Data(repeating: 1, count: 31).base64EncodedString()

    @Test(arguments: [
        ("", SecretKeysError.noKeys),
        (",", .noKeys),
        ("k1", .malformedEntry(position: 1)),
        (":\(Sample.key)", .malformedEntry(position: 1)),
        (" :\(Sample.key)", .malformedEntry(position: 1)),
        ("k1:not base64!", .malformedEntry(position: 1)),
        ("k1:\(Sample.key),k2", .malformedEntry(position: 2)),
        ("k1:\(short)", .wrongKeyLength(keyId: "k1", bytes: 31)),
        ("k1:\(Sample.key),k1:\(Sample.otherKey)", .duplicateKeyId("k1")),
    ])
    func wrongKeysAreNamed(text: String, error: SecretKeysError) {
        #expect(throws: error) { try SecretKeys(text) }
        #expect(!error.description.contains(Sample.key))
    }

    @Test func spacesAndLineFeedsAroundEntriesAreIgnored() throws {
        let sealed = try Sample.keys().seal("token", context: "int-1")
        let keys = try SecretKeys(" k2:\(Sample.otherKey) , k1:\(Sample.key)\n")
        #expect(try keys.open(sealed, context: "int-1") == "token")
    }

    @Test(arguments: ["", "1//refresh-token", "ünïcödé 👩‍👩‍👧", String(repeating: "x", count: 10_000)])
    func sealedSecretOpens(secret: String) throws {
        let keys = try Sample.keys()
        let sealed = try keys.seal(secret, context: "int-1")
        #expect(sealed.keyId == "k1")
        #expect(try keys.open(sealed, context: "int-1") == secret)
        #expect(secret.isEmpty || sealed.box.range(of: Data(secret.utf8)) == nil)
        #expect(try keys.seal(secret, context: "int-1") != sealed, "every seal has a nonce of its own")
    }

    @Test func sealedSecretOpensOnlyWhereItBelongs() throws {
        let keys = try Sample.keys()
        let sealed = try keys.seal("token", context: "int-1")
        #expect(throws: SecretKeysError.cannotOpen(keyId: "k1")) { try keys.open(sealed, context: "int-2") }
        #expect(throws: SecretKeysError.cannotOpen(keyId: "k1")) { try keys.open(sealed, context: "") }
    }

    @Test func damagedSecretDoesNotOpen() throws {
        let keys = try Sample.keys()
        let sealed = try keys.seal("token", context: "int-1")
        for index in sealed.box.indices {
            var box = sealed.box
            box[index] ^= 1
            #expect(throws: SecretKeysError.cannotOpen(keyId: "k1")) {
                try keys.open(SealedSecret(keyId: "k1", box: box), context: "int-1")
            }
        }
        for box in [Data(), Data(repeating: 0, count: 12), sealed.box.dropLast(), sealed.box + [0]] {
            #expect(throws: SecretKeysError.cannotOpen(keyId: "k1")) {
                try keys.open(SealedSecret(keyId: "k1", box: box), context: "int-1")
            }
        }
    }

    @Test func firstKeySealsAndAllOpen() throws {
        let old = try Sample.keys().seal("token", context: "c")
        let rotated = try SecretKeys("k2:\(Sample.otherKey),k1:\(Sample.key)")
        #expect(try rotated.open(old, context: "c") == "token")
        let new = try rotated.seal("token", context: "c")
        #expect(new.keyId == "k2")
        #expect(throws: SecretKeysError.unknownKey(keyId: "k2")) { try Sample.keys().open(new, context: "c") }
    }

    @Test func signatureIsOfItsTextPurposeAndKey() throws {
        let keys = try Sample.keys()
        let signature = keys.sign("text", for: .channelToken)
        #expect(keys.verify(signature, of: "text", for: .channelToken))
        #expect(!keys.verify(signature, of: "texts", for: .channelToken))
        #expect(!keys.verify(signature, of: "text", for: .mirrorMarker))
        #expect(!keys.verify(signature, of: "text", for: .seal))
        #expect(!(try SecretKeys("k1:\(Sample.otherKey)").verify(signature, of: "text", for: .channelToken)))
        let rotated = try SecretKeys("k2:\(Sample.otherKey),k1:\(Sample.key)")
        #expect(rotated.verify(signature, of: "text", for: .channelToken))
        #expect(rotated.sign("text", for: .channelToken) != signature)
    }

    @Test func signatureHasOneSpelling() throws {
        let keys = try Sample.keys()
        let signature = keys.sign("text", for: .channelToken)
        let others = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
            .map { signature.dropLast() + String($0) }
        #expect(others.filter { keys.verify(String($0), of: "text", for: .channelToken) }.count == 1)
        for wrong in ["", signature + "=", signature + "A", " " + signature, String(signature.dropLast())] {
            #expect(!keys.verify(wrong, of: "text", for: .channelToken))
        }
    }

    @Test func sealedSecretSurvivesItsStoredForm() throws {
        let sealed = try Sample.keys().seal("token", context: "c")
        let stored = try JSONEncoder().encode(sealed)
        #expect(try JSONDecoder().decode(SealedSecret.self, from: stored) == sealed)
    }
}
