import CalendarSync
import Logging
import Records

extension Settler {
    /// Ends an input as a dead letter.
    func reject(_ delivery: Delivery, _ rejection: Rejection) async -> Settlement {
        // What it says of whom may be what the store cannot hold, and the result's readers keep it, too.
        let delivery = rejection.reason == .unstorable ? delivery.unread(because: rejection) : delivery
        logger.warning(
            "input rejected",
            metadata: [
                "record": "\(delivery.record.position)", "reason": "\(rejection.reason.rawValue)",
                "field": "\(rejection.field ?? "")",
            ])
        let letter = DeadLetter.record(of: delivery.record, because: rejection, topics: topics)
        // Counted only once it is where it can be read.
        let sent: Void? = await insist("publishing a dead letter") { try await producer.send([letter]) }
        guard sent != nil, await note(delivery, rejection) else { return .abandoned }
        return await publish(result(.rejected, .deadLetter, of: delivery), of: delivery)
    }

    /// False: stopping before it was noted.
    private func note(_ delivery: Delivery, _ rejection: Rejection) async -> Bool {
        let note = DeadLetter.note(of: delivery.record, because: rejection, subject: delivery.subject, at: now())
        do throws(Rejection) {
            let noted: Void? = try await keep("noting a dead letter") { try await letters.note(note) }
            return noted != nil
        } catch {
            // The letter is in its topic, which is read all the same; only the count misses it.
            logger.error(
                "a dead letter cannot be noted; it is in its topic",
                metadata: ["record": "\(delivery.record.position)", "error": "\(error.detail)"])
            return true
        }
    }
}
