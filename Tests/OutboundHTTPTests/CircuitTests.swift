import OutboundHTTP
import Testing

@Suite struct CircuitTests {
    /// As from so many causes, each of its own.
    private func fail(_ circuit: inout Circuit, times: Int, at time: Duration = .zero) {
        for number in 0..<times { circuit.failed(at: time, for: "\(number)") }
    }

    @Test func itOpensAfterRepeatedFailuresAndLetsOneTry() {
        var circuit = Circuit(threshold: 3, shortest: .seconds(10))
        for second in 0..<3 {
            #expect(circuit.wait(at: .seconds(second), for: "\(second)") == nil)
            circuit.failed(at: .seconds(second), for: "\(second)")
        }
        #expect(circuit.wait(at: .seconds(3), for: "other") == .seconds(9))
        #expect(circuit.wait(at: .seconds(12), for: "other") == nil)
        #expect(circuit.wait(at: .seconds(12), for: "next") != nil)
        circuit.succeeded()
        #expect(circuit.wait(at: .seconds(12), for: "next") == nil)
        #expect(circuit.state == .closed)
    }

    @Test func whatFailsForGoodOfOneCauseAloneLeavesItClosed() {
        var circuit = Circuit(threshold: 3)
        for second in 0..<100 {
            #expect(circuit.wait(at: .seconds(second), for: "sick") == nil)
            circuit.failed(at: .seconds(second), for: "sick")
        }
        #expect(circuit.state == .closed)
        circuit.failed(at: .seconds(100), for: "other")
        #expect(circuit.state != .closed)
    }

    @Test func whoHasNotFailedWaitsTheShortestPauseAndClosesIt() {
        var circuit = Circuit(threshold: 2, shortest: .seconds(10), longest: .seconds(300))
        fail(&circuit, times: 2)
        var now = Duration.zero
        // The two that fail for good try again and again, and have longer and longer to wait.
        for _ in 0..<6 {
            now += circuit.wait(at: now, for: "0") ?? .zero
            #expect(circuit.wait(at: now, for: "0") == nil)
            circuit.failed(at: now, for: "0")
        }
        #expect(circuit.wait(at: now, for: "1") == .seconds(300))
        #expect(circuit.wait(at: now, for: "well") == .seconds(10))
        #expect(circuit.wait(at: now + .seconds(10), for: "1") == .seconds(290))
        #expect(circuit.wait(at: now + .seconds(10), for: "well") == nil)
        circuit.succeeded()
        #expect(circuit.wait(at: now + .seconds(10), for: "1") == nil)
    }

    @Test func anAnswerInBetweenKeepsItClosed() {
        var circuit = Circuit(threshold: 3)
        for second in 0..<30 {
            circuit.failed(at: .seconds(second), for: "\(second)")
            if second % 3 == 1 { circuit.succeeded() }
        }
        #expect(circuit.state == .closed)
    }

    @Test func eachFailedTryDoublesThePauseUpToTheLongest() {
        var circuit = Circuit(threshold: 2, shortest: .seconds(10), longest: .seconds(60))
        circuit.failed(at: .zero, for: "other")
        var now = Duration.zero
        var pauses: [Duration] = []
        for _ in 0..<5 {
            _ = circuit.wait(at: now, for: "sick")
            circuit.failed(at: now, for: "sick")
            guard case .open(let until) = circuit.state else { break }
            pauses.append(until - now)
            now = until
        }
        #expect(pauses == [.seconds(10), .seconds(20), .seconds(40), .seconds(60), .seconds(60)])
    }

    @Test func aTryThatIsGivenUpLetsTheNextOneTry() {
        var circuit = Circuit(threshold: 2, shortest: .seconds(10))
        fail(&circuit, times: 2)
        #expect(circuit.wait(at: .seconds(10), for: "0") == nil)
        circuit.abandoned(at: .seconds(11))
        #expect(circuit.wait(at: .seconds(11), for: "1") == nil)
        // One that is never heard of again blocks nobody for ever either.
        #expect(circuit.wait(at: .seconds(72), for: "0") == nil)
    }
}
