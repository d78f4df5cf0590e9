import CalendarSync
import Foundation
import StoreSQL
import Testing

@Suite struct DurabilityTests {
    /// A process writes from many tasks, notes each write that has returned, and is killed amid the rest.
    @Test(arguments: Backend.allCases) func whatReturnedSurvivesKill9(backend: Backend) async throws {
        try await backend.withURL { url in
            let noteFile = FileManager.default.temporaryDirectory.appending(path: "returned-\(UUID().uuidString)").path
            #expect(FileManager.default.createFile(atPath: noteFile, contents: nil))
            defer { try? FileManager.default.removeItem(atPath: noteFile) }
            await #expect(processExitsWith: .signal(SIGKILL)) { [url = url as String, noteFile = noteFile as String] in
                let store = try await openStore(url: url)
                let notes = open(noteFile, O_WRONLY | O_APPEND)
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for index in 0..<2_000 {
                        group.addTask {
                            try await store.save(Sample.booking("\(index)"))
                            let line = Array("\(index)\n".utf8)
                            write(notes, line, line.count)
                            if index == 700 { kill(getpid(), SIGKILL) }
                        }
                    }
                    try await group.waitForAll()
                }
            }
            let returned = try String(contentsOfFile: noteFile, encoding: .utf8).split(separator: "\n").map(String.init)
            #expect(returned.contains("700"))

            let store = try await openStore(url: url)
            for subscriptionId in returned {
                #expect(try await store.booking(accountId: "42", subscriptionId: subscriptionId) != nil)
            }
            await store.close()
        }
    }
}
