import CalendarSync
import Logging

extension Logger.MetadataProvider {
    /// Names in each line the trace of the input that is being handled: the same from a ping or booking to its effects.
    static let trace = Logger.MetadataProvider {
        TraceContext.current.map { ["trace": "\($0.traceId)"] } ?? [:]
    }
}
