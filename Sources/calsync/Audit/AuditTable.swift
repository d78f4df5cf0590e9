import CalendarSync

/// The report as people read it.
struct AuditTable {
    private let report: AuditReport
    private let links: [ClassLink]

    init(_ report: AuditReport, links: [ClassLink]) {
        self.report = report
        self.links = links.sorted { ($0.accountId, $0.classId) < ($1.accountId, $1.classId) }
    }

    var text: String {
        let table = TextTable(
            ["account", "class", "compared", "missing", "extra", "repaired", ""], rows: links.map(row))
        return table.text + "\n\n" + summary
    }

    private func row(_ link: ClassLink) -> [String] {
        guard let found = report.links[link.classKey] else {
            return [link.accountId, link.classId, "–", "–", "–", "–", "no answer: see the link's status"]
        }
        return [
            link.accountId, link.classId, String(found.compared), String(found.missing), String(found.extra),
            String(found.repaired), remark(found),
        ]
    }

    private func remark(_ found: FeedAudit.Link) -> String {
        if found.unexplainedSeconds > 0 {
            return "Google's free/busy differs from its own events by \(found.unexplainedSeconds) s"
        }
        let left = found.missing + found.extra - found.repaired
        if left <= 0 { return "in step" }
        return report.repaired
            ? "\(left) left: a mass removal waits for an answer, or audit again" : "--repair puts it right"
    }

    private var summary: String {
        if report.isClean { return "All \(links.count) links agree with Google." }
        let answer = report.unanswered.isEmpty ? "" : " \(report.unanswered.count) calendars gave no answer in time."
        return "Not all links agree with Google." + answer
    }
}
