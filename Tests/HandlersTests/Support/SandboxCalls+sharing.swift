import Foundation
import OutboundHTTP

/// Who may do what with a calendar.
extension SandboxCalls {
    /// One more calendar of the owner's, which the host may write to.
    func addCalendar(_ id: String, timeZone: String, to owner: String, host: String) async throws {
        let calendar = ["id": id, "timeZone": timeZone, "accessRole": "owner"]
        try await control("google/users/\(owner)/calendars", calendar)
        try await control("google/users/\(host)/calendars", calendar)
    }

    /// - Parameter role: such as `freeBusyReader`.
    func setRole(_ role: String, of email: String, in calendar: String) async throws {
        let id = calendar.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        try await call(.put, "/control/google/users/\(email)/calendars/\(id)", ["accessRole": role])
    }

    /// Drops what is left of deleted events, as time does; tokens from before are no longer known then either.
    func purge(_ calendar: String) async throws {
        let id = calendar.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        try await control("google/calendars/\(id)/purge", [:])
        try await control("google/tokens/invalidate", ["calendarId": calendar])
    }
}
