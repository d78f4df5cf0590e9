import Testing

@testable import Sandbox

@Suite struct CalendarListTests {
    @Test func entriesCarryRoleZoneAndOnlyTrueFlags() async throws {
        try await RunningSandbox.with { sandbox in
            let list = try await sandbox.call("GET", "users/me/calendarList")
            #expect(list["kind"] == "calendar#calendarList")
            #expect(list["items"]?.array?.count == 3)
            #expect(list["items", "0", "primary"] == true && list["items", "1", "primary"] == nil)
            #expect(list["items", "0", "timeZone"] == "America/Denver")
            let writable = try await sandbox.call("GET", "users/me/calendarList?minAccessRole=writer")
            #expect(writable["items"]?.array?.count == 2)
            let one = try await sandbox.call("GET", "users/me/calendarList/primary")
            #expect(one["id"] == "host@example.com" && one["accessRole"] == "owner")
        }
    }

    @Test func pagesEndInATokenWhoseDeltaHoldsAddedAndRemovedCalendars() async throws {
        try await RunningSandbox.with { sandbox in
            let first = try await sandbox.call("GET", "users/me/calendarList?maxResults=2")
            #expect(first["nextSyncToken"] == nil)
            let page = PercentEncoding.encode(try #require(first["nextPageToken"]?.string))
            let last = try await sandbox.call("GET", "users/me/calendarList?maxResults=2&pageToken=\(page)")
            #expect(last["items"]?.array?.count == 1)
            let token = PercentEncoding.encode(try #require(last["nextSyncToken"]?.string))
            _ = try await sandbox.control(
                "POST", "google/users/host@example.com/calendars",
                ["id": "new@group.calendar.google.com", "timeZone": "Europe/Berlin", "accessRole": "reader"])
            _ = try await sandbox.control(
                "DELETE", "google/users/host@example.com/calendars/team@group.calendar.google.com")
            let delta = try await sandbox.call("GET", "users/me/calendarList?syncToken=\(token)")
            let deleted = (delta["items"]?.array ?? []).map { $0.object?["deleted"] == true }
            #expect(deleted.count == 2 && deleted.filter { $0 }.count == 1)
            let restricted = try await sandbox.call(
                "GET", "users/me/calendarList?syncToken=\(token)&minAccessRole=writer")
            #expect(restricted.status == 400)
        }
    }

    @Test func aCalendarThatIsMadeShowsItsDescriptionAndGoesForEverybodyWhenDeleted() async throws {
        try await RunningSandbox.with { sandbox in
            let made = try await sandbox.call(
                "POST", "calendars", ["summary": "Busy", "description": "Kept by us", "timeZone": "America/Denver"])
            #expect(made["description"] == "Kept by us" && made["dataOwner"] == "host@example.com")
            let id = try #require(made["id"]?.string)
            let path = PercentEncoding.encode(id)
            let entry = try await sandbox.call("GET", "users/me/calendarList/\(path)")
            #expect(entry["description"] == "Kept by us" && entry["accessRole"] == "owner")
            #expect(try await sandbox.call("GET", "users/me/calendarList/primary")["description"] == nil)
            _ = try await sandbox.control(
                "POST", "google/users", ["email": "other@example.com", "calendars": [["id": .string(id)]]])
            #expect(try await sandbox.call("DELETE", "calendars/\(path)").status == 204)
            #expect(try await sandbox.call("GET", "calendars/\(path)/events").status == 404)
            #expect(try await sandbox.call("DELETE", "calendars/\(path)").status == 404)
            #expect(try await sandbox.call("DELETE", "calendars/primary").status == 403)
            let minted = try await sandbox.control(
                "POST", "google/access-tokens", ["email": "other@example.com"])
            let other = try #require(minted["access_token"]?.string)
            #expect(try await sandbox.call("GET", "calendars/\(path)/events", token: other).status == 404)
        }
    }
}
