import CalendarSync
import Testing

@Suite struct ChannelTokenTests {
    private let feedId = Feed.id(integrationId: "int-1", googleCalendarId: "host@example.com")

    /// HKDF and HMAC worked out with another implementation.
    @Test func isStable() throws {
        #expect(
            ChannelToken.make(channelId: "channel-1", feedId: "feed1", keys: try Sample.keys())
                == "feed1.UUUZ0KhjblUgNua-7n6CFwekXnIY7wY4hyEHQMtXhjU")
        #expect(feedId == "obb1a6dl7joqgk327l5a8tf14i")
    }

    @Test func namesTheFeedOfItsChannel() throws {
        let keys = try Sample.keys()
        let token = ChannelToken.make(channelId: "channel-1", feedId: feedId, keys: keys)
        #expect(token.utf8.count <= 256, "Google's limit")
        #expect(ChannelToken.feedId(in: token, channelId: "channel-1", keys: keys) == feedId)
    }

    @Test func isWorthNothingOnAnotherChannel() throws {
        let keys = try Sample.keys()
        let token = ChannelToken.make(channelId: "channel-1", feedId: feedId, keys: keys)
        for channel in ["channel-2", "", "channel-1 ", "channel-" + "1" + feedId] {
            #expect(ChannelToken.feedId(in: token, channelId: channel, keys: keys) == nil)
        }
    }

    @Test func boundaryBetweenChannelAndFeedIsSigned() throws {
        let keys = try Sample.keys()
        let token = ChannelToken.make(channelId: "ab", feedId: "c", keys: keys)
        let moved = "bc" + token.dropFirst(1)
        #expect(ChannelToken.feedId(in: moved, channelId: "a", keys: keys) == nil)
    }

    @Test func tamperedTokensAreWorthNothing() throws {
        let keys = try Sample.keys()
        let token = Array(ChannelToken.make(channelId: "channel-1", feedId: feedId, keys: keys).utf8)
        for index in token.indices {
            var tampered = token
            tampered[index] ^= 1
            let text = String(decoding: tampered, as: UTF8.self)
            #expect(ChannelToken.feedId(in: text, channelId: "channel-1", keys: keys) == nil, "\(text)")
        }
        for text in ["", ".", feedId, feedId + ".", "." + feedId, feedId + ".AAAA"] {
            #expect(ChannelToken.feedId(in: text, channelId: "channel-1", keys: keys) == nil)
        }
    }

    @Test func survivesARotationOfKeys() throws {
        let token = ChannelToken.make(channelId: "c", feedId: feedId, keys: try Sample.keys())
        let rotated = try SecretKeys("k2:\(Sample.otherKey),k1:\(Sample.key)")
        #expect(ChannelToken.feedId(in: token, channelId: "c", keys: rotated) == feedId)
        let replaced = try SecretKeys("k2:\(Sample.otherKey)")
        #expect(ChannelToken.feedId(in: token, channelId: "c", keys: replaced) == nil)
    }
}
