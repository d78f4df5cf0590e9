import Foundation
import Testing

/// What becomes of a booking under every fault of every call that its mirrors need, as `FaultOutcomes.md` has it.
/// `CALSYNC_REWRITE_TABLES=1` writes that file anew.
@Suite(.serialized, .timeLimit(.minutes(5))) struct FaultOutcomesTests {
    @Test(arguments: FaultCase.Operation.allCases)
    func everyFaultEndsAsTheTableSays(operation: FaultCase.Operation) async throws {
        let rows = FaultRows()
        try await HandlersWorld.run { world in
            for (number, fault) in WriteFault.all.enumerated() {
                let name = "\(operation.rawValue)\(number)"
                await rows.append(
                    try await FaultCase(operation: operation, fault: fault, world: world, name: name).row())
            }
        }
        var table = try FaultTable()
        if ProcessInfo.processInfo.environment["CALSYNC_REWRITE_TABLES"] == "1" {
            table.set(await rows.all, of: operation)
            try table.write()
        }
        let known = table.rows(of: operation)
        for row in await rows.all { #expect(known.contains(row), "not in the table: \(row)") }
        #expect(known.count == WriteFault.all.count)
    }

    private actor FaultRows {
        private(set) var all: [String] = []

        func append(_ row: String) { all.append(row) }
    }
}
