import Records
import Testing

@testable import Kafka

@Suite struct AssignmentTests {
    private let first = TopicPartition(topic: "t", partition: 0)
    private let second = TopicPartition(topic: "t", partition: 1)

    @Test func onlyChangesOfAssignedPartitionsReachTheClient() {
        var assignment = Assignment()
        assignment.add([first])
        #expect(assignment.setPaused(true, [first, second]) == [first])
        #expect(assignment.setPaused(true, [first]) == [])
        #expect(assignment.setPaused(false, [first, second]) == [first])
        #expect(assignment.setPaused(false, [first]) == [])
    }

    @Test func aPartitionAssignedAnewIsNotPaused() {
        var assignment = Assignment()
        assignment.add([first, second])
        _ = assignment.setPaused(true, [first])
        #expect(assignment.remove([first, second]) == [first])
        assignment.add([first])
        #expect(assignment.setPaused(true, [first]) == [first])
    }

    @Test func lagCountsWhatIsNotSettled() {
        var assignment = Assignment()
        assignment.add([first])
        #expect(assignment.lag(of: first, highWatermark: 10) == 0)
        assignment.delivered(4, of: first)
        assignment.delivered(5, of: first)
        #expect(assignment.lag(of: first, highWatermark: 10) == 6)
        assignment.stored(6, of: first)
        #expect(assignment.lag(of: first, highWatermark: 10) == 4)
        #expect(assignment.lag(of: first, highWatermark: 5) == 0)
    }
}
