import CalendarSync

/// A certificate as its page shows it.
enum CertificateWords {
    static func values(_ certificate: UnlinkCertificate) -> [String: Any] {
        let rows: [(String, String)] = [
            ("Events removed from Google", "\(certificate.removedMirrors)"),
            ("Events kept in Google", "\(certificate.keptMirrors)"),
            ("Events that Google did not let us remove", "\(certificate.unreachableMirrors)"),
            ("Busy times removed from Kartra", "\(certificate.removedBlocks)"),
            ("Google's push stopped", certificate.channelStopped ? "yes" : "no: another class uses the calendar"),
            ("Google's access given back", certificate.grantRevoked ? "yes" : "no"),
            ("Links that go on using the access", "\(certificate.linksStillUsing)"),
        ]
        return [
            "rows": rows.map { ["name": $0.0, "value": $0.1] }, "issuedAt": TimeWords.values(certificate.issuedAt),
        ]
    }
}
