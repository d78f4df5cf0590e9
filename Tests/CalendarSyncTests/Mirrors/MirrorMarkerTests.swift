import CalendarSync
import Foundation
import Testing

@Suite struct MirrorMarkerTests {
    private func marker() throws -> MirrorMarker {
        MirrorMarker(identity: try Sample.identity(), contentHash: "hash", times: Sample.times)
    }

    @Test func isReadBack() throws {
        let marker = try marker()
        let text = marker.text(signedBy: try Sample.keys())
        #expect(MirrorMarker(text, eventId: marker.identity.eventId, keys: try Sample.keys()) == marker)
        #expect(MirrorMarker.propertyName.count <= 44)
    }

    /// Signed with another implementation of HKDF and HMAC.
    @Test func textIsStable() throws {
        #expect(
            try marker().text(signedBy: try Sample.keys())
                == "1:2,2:42,2:77,3:310,4:9001,20:2026-12-11T16:00:00Z,1:0,4:hash,20:2026-12-11T16:00:00Z,"
                + "20:2026-12-11T17:00:00Z,A8AkcpIQ58kzuP8GJ2JmytxNdboRU4Ygm448VqOAMtw")
    }

    @Test func isNotOursOnAnotherEvent() throws {
        let marker = try marker()
        let keys = try Sample.keys()
        let text = marker.text(signedBy: keys)
        let instance = marker.identity.eventId + "_20261211T160000Z"
        for id in ["", "7hv3q1c2o3p4", instance, marker.identity.next().eventId] {
            #expect(MirrorMarker(text, eventId: id, keys: keys) == nil)
        }
    }

    @Test func everyTamperedByteIsNoticed() throws {
        let marker = try marker()
        let keys = try Sample.keys()
        let bytes = Array(marker.text(signedBy: keys).utf8)
        for index in bytes.indices {
            for change: UInt8 in [1, 2, 4, 16, 32] {
                var tampered = bytes
                tampered[index] ^= change
                let text = String(decoding: tampered, as: UTF8.self)
                #expect(
                    MirrorMarker(text, eventId: marker.identity.eventId, keys: keys) == nil, "byte \(index): \(text)")
            }
        }
    }

    @Test(arguments: ["", ",", "|", "1", "1:1,", "9223372036854775807:,", "-1:x,", "abc", "1:1,2:42,2:77,", "é,é"])
    func nonsenseIsNotAMarker(text: String) throws {
        #expect(MirrorMarker(text, eventId: try Sample.identity().eventId, keys: try Sample.keys()) == nil)
    }

    /// The signature alone does not make a marker: the fields behind it are read with the same care.
    @Test(arguments: [
        "", "1:1,", "1:2,2:42,2:77,3:310,4:9001,20:2026-12-11T16:00:00Z,1:0,4:hash,", "99:1,", "1:1", "x:1,", ":,",
        "-1:,",
        "9223372036854775807:1,",
    ])
    func signedNonsenseIsNotAMarker(payload: String) throws {
        let keys = try Sample.keys()
        let text = payload + keys.sign(payload, for: .mirrorMarker)
        #expect(MirrorMarker(text, eventId: try Sample.identity().eventId, keys: keys) == nil)
    }

    @Test func oldKeysStillVerifyAndStrangersDoNot() throws {
        let marker = try marker()
        let text = marker.text(signedBy: try Sample.keys())
        let rotated = try SecretKeys("k2:\(Sample.otherKey),k1:\(Sample.key)")
        let strange = try SecretKeys("k1:\(Sample.otherKey)")
        #expect(MirrorMarker(text, eventId: marker.identity.eventId, keys: rotated) == marker)
        #expect(MirrorMarker(text, eventId: marker.identity.eventId, keys: strange) == nil)
        #expect(marker.text(signedBy: rotated) != text)
    }

    @Test(arguments: [
        "|", "%", "%7C", "%25", "%257C", "a|b%c", ",", "1:1,", ":", "\u{301}5", "é", "", "👩‍👩‍👧", "\r\n", "\u{0}", "5,",
    ])
    func idsMayHoldAnything(id: String) throws {
        let keys = try Sample.keys()
        for position in 0..<4 {
            var ids = ["42", "77", "310", "9001"]
            ids[position] = id
            let identity = MirrorIdentity(
                accountId: ids[0], calendarId: ids[1], classId: ids[2], subscriptionId: ids[3],
                firstStartsAt: try Sample.instant(Sample.start), generation: 12)
            let marker = MirrorMarker(identity: identity, contentHash: "hash", times: Sample.times)
            let read = MirrorMarker(marker.text(signedBy: keys), eventId: identity.eventId, keys: keys)
            #expect(read == marker)
        }
    }

    /// Google cuts values at 1,024 characters, and a cut marker is no marker.
    @Test(arguments: ["9", "|", "%", ","])
    func longestIdsFitIntoTheProperty(filler: String) throws {
        let id = String(repeating: filler, count: 128)
        let identity = MirrorIdentity(
            accountId: id, calendarId: id, classId: id, subscriptionId: id,
            firstStartsAt: try Sample.instant("2026-12-11T16:00:00.123Z"), generation: 999_999)
        let keys = try Sample.keys()
        let marker = MirrorMarker(
            identity: identity, contentHash: Digest.text(["content"], length: 26), times: Sample.times)
        let text = marker.text(signedBy: keys)
        #expect(text.utf8.count <= 1_024)
        #expect(MirrorMarker(text, eventId: identity.eventId, keys: keys) == marker)
    }
}
