import OutboundHTTP
import Testing

@Suite struct CircuitTests {
    @Test func itOpensAfterRepeatedFailuresAndLetsOneTry() {
        var circuit = Circuit(threshold: 3, shortest: .seconds(10))
        for second in 0..<3 {
            #expect(circuit.wait(at: .seconds(second)) == nil)
            circuit.failed(at: .seconds(second))
        }
        #expect(circuit.wait(at: .seconds(3)) == .seconds(9))
        #expect(circuit.wait(at: .seconds(12)) == nil)
        #expect(circuit.wait(at: .seconds(12)) != nil)
        circuit.succeeded()
        #expect(circuit.wait(at: .seconds(12)) == nil)
        #expect(circuit.state == .closed)
    }

    @Test func anAnswerInBetweenKeepsItClosed() {
        var circuit = Circuit(threshold: 3)
        for second in 0..<30 {
            circuit.failed(at: .seconds(second))
            if second % 3 == 1 { circuit.succeeded() }
        }
        #expect(circuit.state == .closed)
    }

    @Test func eachFailedTryDoublesThePauseUpToTheLongest() {
        var circuit = Circuit(threshold: 1, shortest: .seconds(10), longest: .seconds(60))
        var now = Duration.zero
        var pauses: [Duration] = []
        for _ in 0..<5 {
            _ = circuit.wait(at: now)
            circuit.failed(at: now)
            guard case .open(let until) = circuit.state else { break }
            pauses.append(until - now)
            now = until
        }
        #expect(pauses == [.seconds(10), .seconds(20), .seconds(40), .seconds(60), .seconds(60)])
    }

    @Test func aTryThatIsGivenUpLetsTheNextOneTry() {
        var circuit = Circuit(threshold: 1, shortest: .seconds(10))
        circuit.failed(at: .zero)
        #expect(circuit.wait(at: .seconds(10)) == nil)
        circuit.abandoned(at: .seconds(11))
        #expect(circuit.wait(at: .seconds(11)) == nil)
        // One that is never heard of again blocks nobody for ever either.
        #expect(circuit.wait(at: .seconds(72)) == nil)
    }
}
