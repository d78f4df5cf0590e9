import Synchronization

/// Every channel of the project. Ids are used up for good, even by a stop.
final class ChannelRegistry: Sendable {
    private struct State {
        var channels: [String: NotificationChannel] = [:]
        var idsByCalendar: [String: [String]] = [:]
    }

    private let state = Mutex(State())

    func add(_ channel: NotificationChannel) throws(GoogleError) {
        try state.withLock { state throws(GoogleError) in
            guard state.channels[channel.id] == nil else { throw .channelIdNotUnique(id: channel.id) }
            state.channels[channel.id] = channel
            state.idsByCalendar[channel.calendarId, default: []].append(channel.id)
        }
    }

    /// Only the user and client that made a channel can stop it.
    func stop(id: String, resourceId: String, by identity: TokenIdentity, toggles: GoogleToggles) throws(GoogleError) {
        try state.withLock { state throws(GoogleError) in
            guard let channel = state.channels[id], channel.resourceId == resourceId,
                channel.email == identity.email, channel.clientId == identity.clientId
            else { throw .channelNotFound(id: id) }
            if channel.notificationsLeft != nil {
                switch toggles.stopTwice {
                case .succeeds: return
                case .notFound: throw .channelNotFound(id: id)
                }
            }
            state.channels[id]?.notificationsLeft = toggles.notificationsAfterStop
        }
    }

    /// Silences the channels of accounts that have lost the calendar; access given back later does not wake them.
    /// - Parameter email: whose channels; `nil` means everybody's.
    func end(calendarId: String, of email: String? = nil) {
        state.withLock { state in
            for id in state.idsByCalendar[calendarId] ?? [] {
                guard let channel = state.channels[id], email == nil || channel.email == email else { continue }
                state.channels[id]?.notificationsLeft = 0
            }
        }
    }

    /// The channels that have to send a notification now; those already sending will say it afterwards.
    func wake(calendarId: String, now: Int, mayOverlap: Bool) -> [String] {
        state.withLock { state in
            guard let ids = state.idsByCalendar[calendarId] else { return [] }
            state.idsByCalendar[calendarId] = ids.filter { id in
                state.channels[id].map { $0.expires > now && $0.notificationsLeft != 0 } ?? false
            }
            return (state.idsByCalendar[calendarId] ?? []).filter { id in
                if mayOverlap { return true }
                switch state.channels[id]?.activity {
                case .idle:
                    state.channels[id]?.activity = .sending
                    return true
                case .sending, .sendingWithMoreToSay:
                    state.channels[id]?.activity = .sendingWithMoreToSay
                    return false
                case nil: return false
                }
            }
        }
    }

    /// The next message of a channel, or `nil` when it may not send any more.
    /// - Parameter step: how much the message number grows; numbers are not consecutive.
    func nextNotification(_ id: String, state messageState: PushNotification.State, step: Int, now: Int)
        -> PushNotification?
    {
        state.withLock { state in
            guard var channel = state.channels[id], channel.expires > now else { return nil }
            if let left = channel.notificationsLeft {
                guard left > 0 else { return nil }
                channel.notificationsLeft = left - 1
            }
            channel.number = messageState == .sync ? 1 : max(channel.number, 1) + step
            state.channels[id] = channel
            return PushNotification(channel, state: messageState)
        }
    }

    /// Ends a turn of sending; `true` when there is more to say.
    func finishTurn(_ id: String) -> Bool {
        state.withLock { state in
            let hasMore = state.channels[id]?.activity == .sendingWithMoreToSay
            state.channels[id]?.activity = hasMore ? .sending : .idle
            return hasMore
        }
    }

    func all() -> [NotificationChannel] {
        state.withLock { $0.channels.values.sorted { $0.id < $1.id } }
    }
}
