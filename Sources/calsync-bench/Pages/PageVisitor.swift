import CalendarSync
import Console
import Foundation
import OutboundHTTP

/// An operator's browser.
struct PageVisitor {
    struct NotShown: Error {
        let path: String
        let status: Int
    }

    private let world: PagesWorld
    private let cookie: String

    init(_ world: PagesWorld) async throws {
        self.world = world
        let link = try ConsoleLink.url(
            base: world.baseURL, to: .operator, keys: world.keys, now: .now, id: UUID().uuidString)
        let answer = try await world.http.send(OutboundRequest(.get, link))
        guard let cookie = answer.headers["Set-Cookie"]?.split(separator: ";").first else {
            throw NotShown(path: "/console/enter", status: answer.status)
        }
        self.cookie = String(cookie)
    }

    /// The first three visits are not counted: they open connections and compile templates.
    func timing(of page: (name: String, path: String), _ repetitions: Int) async throws -> PageTiming {
        var milliseconds: [Double] = []
        var bytes = 0
        for visit in 0..<(3 + repetitions) {
            let start = ContinuousClock.now
            let answer = try await world.http.send(
                OutboundRequest(.get, world.baseURL + page.path, headers: ["Cookie": cookie]))
            let taken = (ContinuousClock.now - start) / .milliseconds(1)
            guard answer.status == 200 else { throw NotShown(path: page.path, status: answer.status) }
            bytes = answer.body.count
            if visit >= 3 { milliseconds.append(taken) }
        }
        return PageTiming(name: page.name, bytes: bytes, milliseconds: milliseconds)
    }
}
