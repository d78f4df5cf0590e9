import CalendarSync

/// A certificate as the API shows it.
struct CertificateView: Encodable, Sendable {
    let removedMirrors: Int
    let keptMirrors: Int
    let unreachableMirrors: Int
    let removedBlocks: Int
    let channelStopped: Bool
    let grantRevoked: Bool
    let linksStillUsing: Int
    let issuedAt: String

    init(_ certificate: UnlinkCertificate) {
        removedMirrors = certificate.removedMirrors
        keptMirrors = certificate.keptMirrors
        unreachableMirrors = certificate.unreachableMirrors
        removedBlocks = certificate.removedBlocks
        channelStopped = certificate.channelStopped
        grantRevoked = certificate.grantRevoked
        linksStillUsing = certificate.linksStillUsing
        issuedAt = certificate.issuedAt.rfc3339
    }
}
