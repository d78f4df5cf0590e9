import CalendarSync
import Foundation
import GoogleCalendar

/// Writes the mirror events of one Google calendar. Every step may be repeated: ids follow from the session, and what
/// Google says about an id that is taken decides what to do.
struct MirrorWriter: Sendable {
    enum Answer: Sendable {
        /// The event that now stands.
        case stands(MirrorEvent, SyncEffect)
        /// No event of ours has the id any more; no effect where there was none.
        case isGone(SyncEffect?)
        /// Somebody else's event has the id, or Google does not give it back.
        case idIsTaken
    }

    let account: CalendarAccount
    let keys: SecretKeys

    func write(_ step: MirrorStep) async throws -> Answer {
        try await account.turns.run(step.mirror.googleCalendarId) { try await writeNow(step) }
    }

    private func writeNow(_ step: MirrorStep) async throws -> Answer {
        let began = ContinuousClock.now
        var attempts = 0
        let mirror = step.mirror
        func effect(_ kind: SyncEffect.Kind) -> SyncEffect {
            SyncEffect(
                kind, target: .google, calendarId: mirror.googleCalendarId, remoteId: mirror.eventId,
                attempts: attempts, latencyMilliseconds: Int((ContinuousClock.now - began) / .milliseconds(1)))
        }
        guard let content = step.content else {
            return .isGone(try await delete(mirror, &attempts) ? effect(.mirrorDeleted) : nil)
        }
        let written = MirrorEvent(
            identity: mirror.identity, integrationId: mirror.integrationId,
            googleCalendarId: mirror.googleCalendarId, startsAt: content.startsAt, contentHash: content.hash)
        guard let kind = try await upsert(mirror, written, content, step.restores, &attempts) else { return .idIsTaken }
        return .stands(written, effect(kind))
    }

    /// - Returns: nil where the id is taken.
    private func upsert(
        _ old: MirrorEvent, _ new: MirrorEvent, _ content: MirrorContent, _ restores: Bool,
        _ attempts: inout Int
    ) async throws -> SyncEffect.Kind? {
        // PUT asks nobody whose event it replaces, so only what surely is ours is written without a look.
        if !old.isUncertain, try await put(new, content, isTombstone: true, &attempts) { return .mirrorUpdated }
        // Never written, or gone and not given back: the session still has to stand in the calendar.
        attempts += 1
        do {
            _ = try await account.calendar.insertEvent(
                new.googleCalendarId, draft(new, content), as: account.tokens)
            return .mirrorInserted
        } catch GoogleError.duplicate {
            switch try await holder(of: new) {
            case .ours(contentHash: content.hash, isMoved: false): return .mirrorInserted
            case .ours(contentHash: content.hash, isMoved: true) where !restores: return .mirrorInserted
            case .ours:
                // Gone since it was looked at: another id now could make a double.
                guard try await put(new, content, isTombstone: false, &attempts) else { throw GoogleError.conflict }
                return .mirrorUpdated
            case .tombstone: return try await put(new, content, isTombstone: true, &attempts) ? .mirrorRevived : nil
            case .stranger: return nil
            }
        }
    }

    /// - Returns: whether there was an event of ours.
    private func delete(_ mirror: MirrorEvent, _ attempts: inout Int) async throws -> Bool {
        if mirror.isUncertain {
            switch try await holder(of: mirror) {
            case .ours: break
            case .tombstone: return true
            case .stranger: return false
            }
        }
        attempts += 1
        do {
            try await account.calendar.deleteEvent(mirror.googleCalendarId, mirror.eventId, as: account.tokens)
        } catch let error as GoogleError {
            switch error {
            case .notFound, .deleted: break
            default: throw error
            }
        }
        return true
    }

    /// PUT, never PATCH: it costs one unit of quota instead of three. Also brings a deleted event back.
    /// - Parameter isTombstone: whether the event may be deleted: Google forbids to write some of those.
    /// - Returns: false where Google does not let this event be written any more.
    private func put(
        _ mirror: MirrorEvent, _ content: MirrorContent, isTombstone: Bool, _ attempts: inout Int
    ) async throws -> Bool {
        attempts += 1
        do {
            _ = try await account.calendar.updateEvent(
                mirror.googleCalendarId, mirror.eventId, draft(mirror, content), as: account.tokens)
            return true
        } catch let error as GoogleError {
            switch error {
            case .notFound, .deleted: return false
            case .forbidden where isTombstone: return false
            default: throw error
            }
        }
    }

    /// What the host has made of an event of ours; nil: it stands as it was written.
    func divergence(of mirror: MirrorEvent) async throws -> MirrorDivergence? {
        do {
            let event = try await account.calendar.getEvent(
                mirror.googleCalendarId, mirror.eventId, as: account.tokens)
            if event.status == .cancelled { return .deleted }
            guard let text = event.extendedPrivate[MirrorMarker.propertyName],
                let marker = MirrorMarker(text, eventId: mirror.eventId, keys: keys)
            else { return .deleted }
            return event.divergence(from: marker)
        } catch let error as GoogleError {
            switch error {
            case .notFound, .deleted: return .deleted
            default: throw error
            }
        }
    }

    private enum Holder {
        /// Moved: by the host, since it was written.
        case ours(contentHash: String, isMoved: Bool)
        case tombstone
        case stranger
    }

    /// Who has an id that is taken. Titles are not asked for: our own content is compared by the hash in its marker.
    private func holder(of mirror: MirrorEvent) async throws -> Holder {
        do {
            let event = try await account.calendar.getEvent(
                mirror.googleCalendarId, mirror.eventId, as: account.tokens)
            // Google need not keep more than the id of a deleted event, and nobody else would choose ours.
            if event.status == .cancelled { return .tombstone }
            guard let text = event.extendedPrivate[MirrorMarker.propertyName],
                let marker = MirrorMarker(text, eventId: mirror.eventId, keys: keys)
            else { return .stranger }
            return .ours(contentHash: marker.contentHash, isMoved: event.divergence(from: marker) != nil)
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
        draft.location = content.location
        draft.colorID = content.colorId
        draft.visibility =
            switch content.visibility {
            case .default: .default
            case .public: .public
            case .private: .private
            }
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
            MirrorMarker.propertyName: MirrorMarker(
                identity: mirror.identity, contentHash: mirror.contentHash,
                times: DateInterval(start: content.startsAt, end: max(content.startsAt, content.endsAt))
            )
            .text(signedBy: keys)
        ]
        return draft
    }
}
