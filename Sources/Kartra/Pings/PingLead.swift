import CalendarSync

/// The `lead` of a ping, of whose many fields few are read.
struct PingLead: Decodable {
    let lead: Lead

    private enum CodingKeys: String, CodingKey {
        case id, email, phone
        case firstName = "first_name"
        case lastName = "last_name"
        case countryCode = "phone_country_code"
    }

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        func text(_ key: CodingKeys) throws -> String { try values.decodeIfPresent(String.self, forKey: key) ?? "" }
        let phone = try [text(.countryCode), text(.phone)].filter { !$0.isEmpty }
        lead = Lead(
            id: try values.decode(PingNumber.self, forKey: .id).text, firstName: try text(.firstName),
            lastName: try text(.lastName), email: try text(.email), phone: phone.joined(separator: " "))
    }
}
