import CalendarSync
import Hummingbird

extension Request {
    /// `?remove=`: absent, everything stays. Nothing is taken out that was not asked for.
    func removal() throws -> Unlinking.Removal {
        guard let text = uri.queryParameters["remove"] else { return .nothing }
        guard let removal = Unlinking.Removal(rawValue: String(text)) else {
            throw ConsoleError.invalid(field: "remove", detail: "is future or none")
        }
        return removal
    }
}
