import GoogleCalendar
import Synchronization

/// Hands out the next token after each invalidation.
final class TokenList: AccessTokenSource {
    private struct State {
        var tokens: [String]
        var invalidated: [String] = []
    }

    private let state: Mutex<State>

    init(_ tokens: String...) {
        state = Mutex(State(tokens: tokens))
    }

    var invalidated: [String] { state.withLock { $0.invalidated } }

    func accessToken() async throws -> String {
        state.withLock { $0.tokens.first ?? "none left" }
    }

    func invalidate(_ token: String) async {
        state.withLock { state in
            state.invalidated.append(token)
            if !state.tokens.isEmpty { state.tokens.removeFirst() }
        }
    }
}
