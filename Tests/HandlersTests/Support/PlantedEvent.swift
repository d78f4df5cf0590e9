/// An event of a trial's calendar as its owner last wrote it.
struct PlantedEvent: Sendable {
    let id: String
    var body: RandomEvents.Body
    var isDeleted = false

    var repeats: Bool { body["recurrence"] != nil }
    /// Kinds other than the default cannot be changed into anything else.
    var isSpecial: Bool { body["eventType"] != nil }
}
