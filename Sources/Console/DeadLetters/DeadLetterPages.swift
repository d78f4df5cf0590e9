import CalendarSync
import Foundation
import HTTPTypes
import Hummingbird
import Records

/// For operators: inputs that could not be handled, why, and what is to become of them. Nothing is done that was not counted
/// on a page before.
struct DeadLetterPages: Sendable {
    static let path = "/console/dead-letters"
    /// The moment of the counting: what is written later, such as what has failed again, is not meant.
    private static let asOf = "asOf"

    let gate: ConsoleGate
    let desk: DeadLetterDesk
    let now: @Sendable () -> Date

    func addRoutes(to pages: RouterGroup<some RequestContext>) {
        pages.resource("dead-letters", [.get: { request, context in try await list(request, context) }])
        for ending in [DeadLetterNote.Ending.replayed, .discarded] {
            pages.resource(
                RouterPath("dead-letters/\(Self.verb(ending))"),
                [
                    .get: { request, context in try await ask(request, context, ending) },
                    .post: { request, context in try await end(request, context, ending) },
                ])
        }
        pages.resource("dead-letters/:letter", [.get: { request, context in try await show(request, context) }])
    }

    /// `1 dead letter`, `12 dead letters`
    static func count(_ count: Int) -> String { count == 1 ? "1 dead letter" : "\(count) dead letters" }

    private func list(_ request: Request, _ context: some RequestContext) async throws -> Response {
        let visit = try gate.operatorVisit(request, context)
        let query = request.uri.queryParameters
        let filter = try DeadLetterFilter { query[$0[...]].map(String.init) }
        let ended = query["ended"] == "true"
        let page = try await desk.page(
            filter, ended: ended, after: query["from"].flatMap { DeadLetterCursor(text: String($0)) })
        var content: [String: Any] = [
            "letters": page.entries.map { Self.row($0) }, "hasLetters": !page.entries.isEmpty,
            "summary": Self.count(page.total) + (ended ? "" : page.total == 1 ? " is open" : " are open"),
            "isFiltered": !filter.isEmpty, "ended": ended,
            "query": Self.query(filter.fields), "form": Self.form(filter, query),
        ]
        if let next = page.next {
            let fields = filter.fields + (ended ? [("ended", "true")] : []) + [("from", next.text)]
            content["next"] = ["path": Self.path + Self.query(fields)]
        }
        return try Page(template: .deadLetters, title: "Dead letters", visit: visit, content: content).response()
    }

    private func show(_ request: Request, _ context: some RequestContext) async throws -> Response {
        let visit = try gate.operatorVisit(request, context)
        let (letter, ending) = try await desk.letter(context.letterName())
        var content = Self.row(DeadLetterEntry(letter))
        content["isOpen"] = ending == nil
        content["state"] = ending?.rawValue ?? "open"
        content["advice"] = DeadLetterWords.advice(letter.reason)
        content["detail"] = letter.detail
        content["topic"] = letter.source.topicPartition.topic
        content["partition"] = Int(letter.source.topicPartition.partition)
        content["offset"] = "\(letter.source.offset)"
        content["standsAt"] = "\(letter.record.position)"
        content["key"] = letter.record.key.map { "\($0.count) bytes" } ?? "none"
        content["value"] = letter.record.value.map { "\($0.count) bytes" } ?? "none"
        content["cameAt"] = letter.sourceAt.map(TimeWords.values)
        let headers = DeadLetterHeaders(letter).all
        content["hasHeaders"] = !headers.isEmpty
        content["headers"] = headers.map { header in
            ["name": header.name, "text": header.value ?? header.bytes.map { "\($0) bytes" } ?? "null"]
        }
        content["query"] = Self.query([("letter", DeadLetterName(letter.source).description)])
        return try Page(template: .deadLetter, title: "Dead letter", visit: visit, content: content).response()
    }

    /// Counts what is meant, and asks whether it is.
    private func ask(
        _ request: Request, _ context: some RequestContext, _ ending: DeadLetterNote.Ending
    ) async throws -> Response {
        let visit = try gate.operatorVisit(request, context)
        let query = request.uri.queryParameters
        let asOf = now()
        var selection = try DeadLetterSelection { query[$0[...]].map(String.init) }
        let back = Self.path + Self.query(selection.filter.fields)
        selection.limit(to: asOf)
        let meant = try await desk.open(selection)
        let reasons = Dictionary(grouping: meant, by: \.note.reason).sorted {
            ($1.value.count, $0.key) < ($0.value.count, $1.key)
        }
        var content = Self.order(selection, asOf: asOf, count: meant.count, ending)
        content["back"] = back
        content["isAsking"] = true
        content["reasons"] = reasons.map { reason, letters in
            ["text": DeadLetterWords.title(reason), "count": letters.count]
        }
        let verb = Self.verb(ending).capitalized
        return try Page(
            template: .deadLetterEnding,
            title: meant.isEmpty ? "There is nothing to \(Self.verb(ending))" : "\(verb) \(Self.count(meant.count))?",
            visit: visit, content: content
        ).response()
    }

    private func end(
        _ request: Request, _ context: some RequestContext, _ ending: DeadLetterNote.Ending
    ) async throws -> Response {
        let visit = try gate.operatorVisit(request, context)
        let (_, form) = try await gate.form(request, context)
        guard let asOf = form[Self.asOf].flatMap({ DeadLetterFilter.time($0) }) else {
            throw ConsoleError.invalid(field: Self.asOf, detail: "is the time of the counting")
        }
        var selection = try DeadLetterSelection { form[$0] }
        selection.limit(to: asOf)
        let progress = try await desk.end(selection, as: ending)
        var content = Self.order(selection, asOf: asOf, count: progress.remaining, ending)
        content["isDone"] = true
        selection.filter.to = nil
        content["back"] = Self.path + Self.query(selection.filter.fields)
        content["remaining"] = progress.remaining > 0 ? Self.count(progress.remaining) : nil
        return try Page(
            template: .deadLetterEnding, title: "\(Self.count(progress.done)) \(ending.rawValue)", visit: visit,
            content: content
        ).response()
    }

    /// The form that has it done.
    private static func order(
        _ selection: DeadLetterSelection, asOf: Date, count: Int, _ ending: DeadLetterNote.Ending
    ) -> [String: Any] {
        let verb = verb(ending)
        let fields =
            selection.names.map { ("letter", $0.description) } + selection.filter.fields + [(Self.asOf, asOf.rfc3339)]
        let most = DeadLetterDesk.mostAtOnce
        return [
            "mayGoOn": count > 0, "isMany": count > most, "isReplay": ending == .replayed,
            "fields": fields.map { ["name": $0.0, "value": $0.1] },
            "button": verb.capitalized + " " + (count > most ? "the first \(most)" : "\(count)"),
            "path": "\(path)/\(verb)",
        ]
    }

    private static func verb(_ ending: DeadLetterNote.Ending) -> String {
        switch ending {
        case .replayed: "replay"
        case .discarded: "discard"
        }
    }

    private static func row(_ entry: DeadLetterEntry) -> [String: Any] {
        let note = entry.note
        var row: [String: Any] = [
            "path": "\(path)/\(segment(entry.name.description))", "name": entry.name.description,
            "at": TimeWords.values(note.writtenAt), "class": note.classId ?? "unknown",
            "why": DeadLetterWords.title(note.reason), "reason": note.reason,
            "state": entry.state,
        ]
        row["field"] = entry.field
        row["account"] = note.accountId.map { ["id": $0, "path": Visit.base($0)] }
        return row
    }

    /// What the filter's form shows.
    private static func form(_ filter: DeadLetterFilter, _ query: Parameters) -> [String: Any] {
        func day(_ name: String) -> [String: String] {
            let text = query[name[...]].map(String.init) ?? ""
            // A browser shows in its own field for dates nothing but dates.
            return ["value": text, "type": text.isEmpty || text.count == 10 ? "date" : "text"]
        }
        var reasons = Rejection.Reason.allCases.map { (value: $0.rawValue, text: DeadLetterWords.title($0)) }
        if let reason = filter.reason, !reasons.contains(where: { $0.value == reason }) {
            reasons.append((reason, reason))
        }
        return [
            "reasons": reasons.map { ["value": $0.value, "text": $0.text, "selected": $0.value == filter.reason] },
            "account": filter.account ?? "", "class": filter.classId ?? "", "since": day("since"),
            "until": day("until"),
        ]
    }

    private static func query(_ fields: [(name: String, value: String)]) -> String {
        fields.isEmpty ? "" : "?" + fields.map { "\($0.name)=\(segment($0.value))" }.joined(separator: "&")
    }

    /// With the dots of a topic's name as they are.
    private static func segment(_ text: String) -> String {
        text.split(separator: ".", omittingEmptySubsequences: false).map { Visit.segment(String($0)) }
            .joined(separator: ".")
    }
}

extension DeadLetterSelection {
    /// Only what was written before that time.
    fileprivate mutating func limit(to time: Date) {
        filter.to = filter.to.map { min($0, time) } ?? time
    }
}
