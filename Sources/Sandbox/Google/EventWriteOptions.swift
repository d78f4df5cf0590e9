/// The query parameters of a write that decide which parts of the body count.
struct EventWriteOptions {
    /// `conferenceDataVersion=1`
    let keepsConference: Bool
    /// `supportsAttachments=true`
    let keepsAttachments: Bool
    /// `eventLabelVersion=1`
    let keepsLabel: Bool
    /// Ids that clients cannot choose, as Google itself gives them.
    let admitsServerIds: Bool

    static let everything = EventWriteOptions(
        keepsConference: true, keepsAttachments: true, keepsLabel: true, admitsServerIds: true)

    private init(keepsConference: Bool, keepsAttachments: Bool, keepsLabel: Bool, admitsServerIds: Bool) {
        self.keepsConference = keepsConference
        self.keepsAttachments = keepsAttachments
        self.keepsLabel = keepsLabel
        self.admitsServerIds = admitsServerIds
    }

    init(_ query: FormParameters) throws(GoogleError) {
        keepsConference = query["conferenceDataVersion"] == "1"
        keepsAttachments = query["supportsAttachments"] == "true"
        keepsLabel = query["eventLabelVersion"] == "1"
        admitsServerIds = false
        if let value = query["sendUpdates"], !["all", "externalOnly", "none"].contains(value) {
            throw .invalid("Invalid value for: sendUpdates", location: "sendUpdates")
        }
    }

    var additionalContentKeys: [String] {
        (keepsConference ? ["conferenceData"] : []) + (keepsAttachments ? ["attachments"] : [])
            + (keepsLabel ? ["eventLabelId"] : [])
    }
}
