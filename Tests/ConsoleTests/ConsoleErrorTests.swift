import CalendarSync
import GoogleCalendar
import HTTPTypes
import Hummingbird
import Testing

@testable import Console

@Suite struct ConsoleErrorTests {
    struct Unforeseen: Error {}

    @Test func whatTheStoreThrowsIsAnsweredByWhatTheCallerCanDo() {
        #expect(ConsoleError(StoreError.conflict).response.status == .conflict)
        #expect(ConsoleError(StoreError.unavailable("disk full")).response.status == .serviceUnavailable)
        #expect(ConsoleError(StoreError.unstorable("a NUL")).response.status == .unprocessableContent)
        #expect(ConsoleError(StoreError.corrupt(table: "links", key: "k")).response.status == .internalServerError)
        #expect(ConsoleError(Unforeseen()).response.status == .internalServerError)
    }

    @Test func whatACallerCannotHelpIsForTheLog() {
        for ours in [ConsoleError.storeUnavailable, .brokerUnavailable, .internalError] { #expect(ours.isOurs) }
        for theirs in [ConsoleError.conflict, .unauthorized, .googleUnavailable] { #expect(!theirs.isOurs) }
    }

    @Test func waitingIsAskedForInSeconds() {
        let error = ConsoleError(GoogleError.quotaExceeded(retryAfter: .seconds(90)))
        #expect(error.response.status == .tooManyRequests)
        #expect(error.response.headers[.retryAfter] == "90")
    }

    @Test func googlesReasonIsQuotedWhereOnlyAnOperatorCanHelp() {
        let error = ConsoleError(GoogleError.accessNotConfigured)
        #expect(error.response.status == .badGateway)
        #expect(error == .googleRefused(detail: "\(GoogleError.accessNotConfigured)"))
    }
}
