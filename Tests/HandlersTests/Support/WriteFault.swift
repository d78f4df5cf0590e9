/// A disturbance of one of Google's write methods that the sandbox can make.
struct WriteFault: Sendable, Hashable {
    enum Kind: Hashable, Sendable {
        case answer(status: Int, reason: String)
        case delay
        case hang
    }

    let kind: Kind
    /// The call takes effect first.
    let isAfterEffect: Bool

    static let all: [WriteFault] =
        [(false, kinds), (true, kinds.filter(\.isAnswer))].flatMap { isAfter, kinds in
            kinds.map { WriteFault(kind: $0, isAfterEffect: isAfter) }
        }

    private static let kinds: [Kind] =
        [
            (400, "badRequest"), (400, "invalid"), (401, "authError"), (403, "accessNotConfigured"),
            (403, "dailyLimitExceeded"), (403, "forbidden"), (403, "forbiddenForNonOrganizer"),
            (403, "insufficientPermissions"), (403, "quotaExceeded"), (403, "rateLimitExceeded"),
            (403, "requiredAccessLevel"), (403, "userRateLimitExceeded"), (404, "notFound"), (409, "conflict"),
            (409, "duplicate"), (410, "deleted"), (412, "conditionNotMet"), (429, "rateLimitExceeded"),
            (500, "backendError"), (503, "backendError"),
        ].map { Kind.answer(status: $0.0, reason: $0.1) } + [.delay, .hang]

    /// For `/control/faults`.
    func body(method: String, calendar: String, times: Int?) -> [String: any Sendable] {
        var body: [String: any Sendable] = [
            "match": ["method": method, "calendarId": calendar], "after": isAfterEffect,
        ]
        switch kind {
        case .answer(let status, let reason):
            body["status"] = status
            body["reason"] = reason
        case .delay: body["delayMilliseconds"] = 20
        case .hang: body["hang"] = true
        }
        if let times { body["times"] = times }
        return body
    }

    var text: String {
        switch kind {
        case .answer(let status, let reason): "\(status) \(reason) | \(isAfterEffect ? "yes" : "no")"
        case .delay: "late answer | yes"
        case .hang: "no answer | no"
        }
    }
}

extension WriteFault.Kind {
    fileprivate var isAnswer: Bool {
        if case .answer = self { true } else { false }
    }
}
