/// One step from the mirrors that exist to those that are wanted: one write call.
public enum MirrorChange: Hashable, Sendable {
    case insert(MirrorIdentity, MirrorContent)
    case update(MirrorEvent, MirrorContent)
    case delete(MirrorEvent)

    public var identity: MirrorIdentity {
        switch self {
        case .insert(let identity, _): identity
        case .update(let mirror, _), .delete(let mirror): mirror.identity
        }
    }
}
