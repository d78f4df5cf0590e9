import CalendarSync
import HTTPTypes
import Hummingbird

extension TraceContext {
    /// What the caller sent as `traceparent`, valid or not.
    static func header(of request: Request) -> String? {
        request.headers.first { $0.name.canonicalName == header }?.value
    }
}
