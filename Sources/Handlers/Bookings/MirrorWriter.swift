import CalendarSync
import Foundation
import GoogleCalendar

/// Writes the mirror events of one Google calendar. Every step may be repeated: ids follow from the session, and what
/// Google says about an id that is taken decides what to do.
///
/// A worker that has lost its partition may be here, too, late and with an older state. So an event is written over only
/// as the state that was last seen, and after a look only if the store has nothing newer than what is being written:
/// whoever has gone on had noted so before it wrote.
struct MirrorWriter: Sendable {
    enum Answer: Sendable {
        /// The event that now stands.
        case stands(MirrorEvent, [SyncEffect])
        /// No event of ours has the id any more; no effect where there was none.
        case isGone([SyncEffect])
        /// Somebody else's event has the id, or Google does not give it back.
        case idIsTaken([SyncEffect])
    }

    let account: CalendarAccount
    let keys: SecretKeys
    /// Throws where another worker has gone on with the subscription.
    let expectNewest: @Sendable () async throws -> Void

    func write(_ step: MirrorStep) async throws -> Answer {
        try await account.turns.run(step.mirror.googleCalendarId) {
            var log = MirrorWriteLog(step.mirror)
            guard let content = step.content else {
                if try await delete(step.mirror, &log) { log.note(.mirrorDeleted) }
                return .isGone(log.effects)
            }
            let written = try await upsert(step.mirror, content, step.restores, &log)
            return written.map { .stands($0, log.effects) } ?? .idIsTaken(log.effects)
        }
    }

    /// - Returns: nil where the id is taken.
    private func upsert(
        _ old: MirrorEvent, _ content: MirrorContent, _ restores: Bool, _ log: inout MirrorWriteLog
    ) async throws -> MirrorEvent? {
        // PUT asks nobody whose event it replaces, so only what surely is ours is written without a look.
        if !old.isUncertain, let written = try await overwrite(old, content, &log) { return written }
        // Never written, or gone and not given back: the session still has to stand in the calendar.
        log.attempts += 1
        do {
            let event = try await account.calendar.insertEvent(
                old.googleCalendarId, GoogleEventDraft(old.identity, content, keys: keys), as: account.tokens)
            log.status = 200
            log.note(.mirrorInserted)
            return old.written(content, etag: event.etag)
        } catch GoogleError.duplicate {
            log.status = 409
            return try await adopt(old, content, restores, &log)
        }
    }

    /// An event that nobody has touched since it was written takes one call. What a host has made of it is told before it
    /// goes: the booking itself has changed, and its newest state is what has to stand.
    /// - Returns: nil where Google does not let the event be written any more.
    private func overwrite(
        _ old: MirrorEvent, _ content: MirrorContent, _ log: inout MirrorWriteLog
    ) async throws -> MirrorEvent? {
        do {
            return try await put(old, content, ifMatch: old.etag, isTombstone: true, .mirrorUpdated, &log)
        } catch GoogleError.conditionNotMet where old.etag != nil {
            log.status = 412
            let sight = try await look(at: old)
            if let divergence = sight.divergence, divergence != old.divergence { log.note(.mirrorDiverged) }
            switch sight {
            case .ours:
                return try await put(old, content, ifMatch: sight.etag, isTombstone: false, .mirrorUpdated, &log)
            case .tombstone:
                return try await put(old, content, ifMatch: sight.etag, isTombstone: true, .mirrorRevived, &log)
            case .stranger: return nil
            }
        }
    }

    /// The id is taken: by this very write, whose answer was lost, by an earlier one, or by somebody else.
    private func adopt(
        _ old: MirrorEvent, _ content: MirrorContent, _ restores: Bool, _ log: inout MirrorWriteLog
    ) async throws -> MirrorEvent? {
        let sight = try await look(at: old)
        switch sight {
        case .ours(let hash, let divergence, let etag):
            // Nobody knows whether an earlier try has told of it.
            if divergence != nil { log.note(.mirrorDiverged) }
            if hash == content.hash, divergence == nil || !restores {
                var written = old.written(content, etag: etag)
                written.divergence = divergence
                log.note(.mirrorInserted)
                return written
            }
            // Gone since it was looked at: another id now could make a double.
            guard let written = try await put(old, content, ifMatch: etag, isTombstone: false, .mirrorUpdated, &log)
            else { throw GoogleError.conflict }
            return written
        case .tombstone(let etag):
            return try await put(old, content, ifMatch: etag, isTombstone: true, .mirrorRevived, &log)
        case .stranger: return nil
        }
    }

    /// What stands in Google now, to be written over by what is the newest state even now.
    private func look(at mirror: MirrorEvent) async throws -> MirrorSight {
        let sight = try await MirrorSight(mirror, in: account, keys: keys)
        try await expectNewest()
        return sight
    }

    /// - Returns: whether there was an event of ours.
    private func delete(_ mirror: MirrorEvent, _ log: inout MirrorWriteLog) async throws -> Bool {
        var etag = mirror.etag
        if mirror.isUncertain {
            switch try await look(at: mirror) {
            case .ours(_, _, let seen): etag = seen
            case .tombstone: return true
            case .stranger: return false
            }
        }
        do {
            return try await delete(mirror, ifMatch: etag, &log)
        } catch GoogleError.conditionNotMet where mirror.etag != nil {
            log.status = 412
            switch try await look(at: mirror) {
            case .ours(_, let divergence, let etag):
                if let divergence, divergence != mirror.divergence { log.note(.mirrorDiverged) }
                return try await delete(mirror, ifMatch: etag, &log)
            case .tombstone: return true
            case .stranger: return false
            }
        }
    }

    private func delete(
        _ mirror: MirrorEvent, ifMatch etag: String?, _ log: inout MirrorWriteLog
    ) async throws -> Bool {
        log.attempts += 1
        do {
            try await account.calendar.deleteEvent(
                mirror.googleCalendarId, mirror.eventId, ifMatch: etag, as: account.tokens)
            log.status = 204
        } catch let error as GoogleError {
            switch error {
            case .notFound: log.status = 404
            case .deleted: log.status = 410
            default: throw error
            }
        }
        return true
    }

    /// PUT, never PATCH: it costs one unit of quota instead of three. Also brings a deleted event back.
    /// - Parameters:
    ///   - isTombstone: whether the event may be deleted: Google forbids to write some of those.
    ///   - kind: what it is, once it has been done.
    /// - Returns: nil where Google does not let this event be written any more.
    private func put(
        _ mirror: MirrorEvent, _ content: MirrorContent, ifMatch etag: String?, isTombstone: Bool,
        _ kind: SyncEffect.Kind, _ log: inout MirrorWriteLog
    ) async throws -> MirrorEvent? {
        log.attempts += 1
        do {
            let event = try await account.calendar.updateEvent(
                mirror.googleCalendarId, mirror.eventId, GoogleEventDraft(mirror.identity, content, keys: keys),
                ifMatch: etag, as: account.tokens)
            log.status = 200
            log.note(kind)
            return mirror.written(content, etag: event.etag)
        } catch let error as GoogleError {
            switch error {
            case .notFound, .deleted: return nil
            case .forbidden where isTombstone: return nil
            default: throw error
            }
        }
    }
}

extension MirrorEvent {
    /// The event as it stands once this content was written to it.
    fileprivate func written(_ content: MirrorContent, etag: String?) -> MirrorEvent {
        MirrorEvent(
            identity: identity, integrationId: integrationId, googleCalendarId: googleCalendarId,
            startsAt: content.startsAt, contentHash: content.hash, etag: etag)
    }
}
