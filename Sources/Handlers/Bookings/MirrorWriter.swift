import CalendarSync
import Foundation
import GoogleCalendar

/// Writes the mirror events of one Google calendar. Every step may be repeated: ids follow from the session, and what
/// Google says about an id that is taken decides what to do.
struct MirrorWriter: Sendable {
    struct Written: Sendable {
        /// The mirror that now stands; nil after a deletion.
        let mirror: MirrorEvent?
        /// The event that was written, with unknown content: what a later plan must put right if the store went on without us.
        let trace: MirrorEvent
        let effect: SyncEffect
    }

    let account: CalendarAccount
    let integrationId: String
    let calendarId: String
    let keys: SecretKeys

    /// An id that Google never gives back needs the next generation; nobody books and cancels the same time this often.
    private static let maxGenerations = 16

    func write(_ change: MirrorChange) async throws -> Written {
        let began = ContinuousClock.now
        var attempts = 0
        let kind: SyncEffect.Kind
        let mirror: MirrorEvent?
        switch change {
        case .insert(let identity, let content):
            (kind, mirror) = try await insert(identity, content, &attempts)
        case .update(let old, let content):
            (kind, mirror) = try await update(old, content, &attempts)
        case .delete(let old):
            attempts += 1
            try await delete(old)
            (kind, mirror) = (.mirrorDeleted, nil)
        }
        let identity = mirror?.identity ?? change.identity
        let latency = ContinuousClock.now - began
        return Written(
            mirror: mirror,
            trace: event(identity, startsAt: mirror?.startsAt ?? identity.firstStartsAt, contentHash: ""),
            effect: SyncEffect(
                kind, target: .google, calendarId: calendarId, remoteId: identity.eventId, attempts: attempts,
                latencyMilliseconds: Int(latency / .milliseconds(1))))
    }

    private func insert(
        _ first: MirrorIdentity, _ content: MirrorContent, _ attempts: inout Int
    ) async throws -> (SyncEffect.Kind, MirrorEvent) {
        var identity = first
        for _ in 1...Self.maxGenerations {
            let mirror = event(identity, startsAt: content.startsAt, contentHash: content.hash)
            attempts += 1
            do {
                _ = try await account.calendar.insertEvent(calendarId, draft(mirror, content), as: account.tokens)
                return (.mirrorInserted, mirror)
            } catch GoogleError.duplicate {
                switch try await holder(of: identity, wanted: content.hash) {
                case .ours(upToDate: true):
                    return (.mirrorInserted, mirror)
                case .ours(upToDate: false):
                    if try await put(mirror, content, &attempts) { return (.mirrorUpdated, mirror) }
                case .tombstone:
                    if try await put(mirror, content, &attempts) { return (.mirrorRevived, mirror) }
                case .stranger:
                    break
                }
                identity = identity.next()
            }
        }
        throw GoogleError.duplicate
    }

    private func update(
        _ old: MirrorEvent, _ content: MirrorContent, _ attempts: inout Int
    ) async throws -> (SyncEffect.Kind, MirrorEvent) {
        let mirror = event(old.identity, startsAt: content.startsAt, contentHash: content.hash)
        if try await put(mirror, content, &attempts) { return (.mirrorUpdated, mirror) }
        // Never written, or gone and not given back: the session still has to stand in the calendar.
        return try await insert(old.identity, content, &attempts)
    }

    private func delete(_ mirror: MirrorEvent) async throws {
        do {
            try await account.calendar.deleteEvent(calendarId, mirror.eventId, as: account.tokens)
        } catch let error as GoogleError {
            switch error {
            case .notFound, .deleted: return
            default: throw error
            }
        }
    }

    /// PUT, never PATCH: it costs one unit of quota instead of three. Also brings a deleted event back.
    /// - Returns: false where Google does not let this event be written any more.
    private func put(_ mirror: MirrorEvent, _ content: MirrorContent, _ attempts: inout Int) async throws -> Bool {
        attempts += 1
        do {
            _ = try await account.calendar.updateEvent(
                calendarId, mirror.eventId, draft(mirror, content), as: account.tokens)
            return true
        } catch let error as GoogleError {
            switch error {
            case .notFound, .deleted, .forbidden: return false
            default: throw error
            }
        }
    }

    private enum Holder {
        case ours(upToDate: Bool)
        case tombstone
        case stranger
    }

    /// Who has an id that is taken. Titles are not asked for: our own content is compared by the hash in its marker.
    private func holder(of identity: MirrorIdentity, wanted hash: String) async throws -> Holder {
        do {
            let event = try await account.calendar.getEvent(calendarId, identity.eventId, as: account.tokens)
            // Google need not keep more than the id of a deleted event, and nobody else would choose ours.
            if event.status == .cancelled { return .tombstone }
            guard let text = event.extendedPrivate[MirrorMarker.propertyName],
                let marker = MirrorMarker(text, eventId: identity.eventId, keys: keys)
            else { return .stranger }
            return .ours(upToDate: marker.contentHash == hash)
        } catch let error as GoogleError {
            switch error {
            // The tombstone is no longer shown, and the id stays taken.
            case .notFound, .deleted: return .stranger
            default: throw error
            }
        }
    }

    /// Opaque, without guests, and complete: PUT drops what is not sent.
    private func draft(_ mirror: MirrorEvent, _ content: MirrorContent) -> GoogleEventDraft {
        var draft = GoogleEventDraft(
            id: mirror.eventId, summary: content.title,
            start: .moment(content.startsAt, timeZone: content.timeZone),
            end: .moment(content.endsAt, timeZone: content.timeZone))
        draft.description = content.description
        if let reminders = content.reminders {
            draft.reminders = .only(
                reminders.map { reminder in
                    switch reminder.method {
                    case .popup: EventReminders.Override(method: .popup, minutes: reminder.minutes)
                    case .email: EventReminders.Override(method: .email, minutes: reminder.minutes)
                    }
                })
        }
        draft.extendedPrivate = [
            MirrorMarker.propertyName: MirrorMarker(identity: mirror.identity, contentHash: mirror.contentHash)
                .text(signedBy: keys)
        ]
        return draft
    }

    private func event(_ identity: MirrorIdentity, startsAt: Date, contentHash: String) -> MirrorEvent {
        MirrorEvent(
            identity: identity, integrationId: integrationId, googleCalendarId: calendarId, startsAt: startsAt,
            contentHash: contentHash)
    }
}
