import CalendarSync

/// One change of the plan, at the place in Google where it is to be made.
struct MirrorStep: Sendable {
    /// The event that is written, as it stands before.
    let mirror: MirrorEvent
    /// Nil: the event is to go.
    let content: MirrorContent?
    /// Whether an event that the host has moved is put back.
    let restores: Bool

    private init(mirror: MirrorEvent, content: MirrorContent?, restores: Bool) {
        self.mirror = mirror
        self.content = content
        self.restores = restores
    }

    /// Nil for an insert without a link, which no plan has.
    init?(_ change: MirrorChange, link: ClassLink?) {
        let restores = link?.options.hostEdits == .restore
        switch change {
        case .insert(let identity, let content):
            guard let link else { return nil }
            let mirror = MirrorEvent(
                identity: identity, integrationId: link.integrationId, googleCalendarId: link.googleCalendarId,
                startsAt: content.startsAt, contentHash: "")
            self.init(mirror: mirror, content: content, restores: restores)
        case .update(let mirror, let content): self.init(mirror: mirror, content: content, restores: restores)
        case .delete(let mirror): self.init(mirror: mirror, content: nil, restores: restores)
        }
    }
}
