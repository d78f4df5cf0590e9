import OutboundHTTP
import Records
import StoreSQL

/// Puts step boundaries around what has effects. Release builds hand everything through as it is.
enum Failpoints {
    static func around(_ sender: any HTTPSender) -> any HTTPSender {
        #if DEBUG
            if let failpoint = Failpoint.shared { return MortalSender(sender: sender, failpoint: failpoint) }
        #endif
        return sender
    }

    static func around(_ producer: any RecordProducer) -> any RecordProducer {
        #if DEBUG
            if let failpoint = Failpoint.shared { return MortalProducer(producer: producer, failpoint: failpoint) }
        #endif
        return producer
    }

    static func around(_ consumer: any RecordConsumer) -> any RecordConsumer {
        #if DEBUG
            if let failpoint = Failpoint.shared { return MortalConsumer(consumer: consumer, failpoint: failpoint) }
        #endif
        return consumer
    }

    static func around(_ database: any SQLDatabase) -> any SQLDatabase {
        #if DEBUG
            if let failpoint = Failpoint.shared { return MortalDatabase(database: database, failpoint: failpoint) }
        #endif
        return database
    }
}
