extension EventTime {
    /// Reads `{"date"}` or `{"dateTime","timeZone"}`.
    /// - Parameter label: `start` or `end`, for the error text.
    init(_ value: JSONValue?, label: String) throws(GoogleError) {
        guard let object = value?.object else {
            throw .required("Missing \(label) time.", location: label)
        }
        let zone = try Self.zone(object["timeZone"], label: label)
        let date = object["date"].flatMap { $0.isNull ? nil : $0 }
        let dateTime = object["dateTime"].flatMap { $0.isNull ? nil : $0 }
        switch (date, dateTime) {
        case (let date?, nil):
            guard let text = date.string, let day = CivilDate.parse(text) else {
                throw .invalid("Invalid value for: Invalid format: \"\(date.string ?? "")\"", location: label)
            }
            self = .day(day.dayNumber)
        case (nil, let dateTime?):
            guard let text = dateTime.string, let reading = RFC3339.read(text) else {
                throw .invalid("Invalid value for: Invalid format: \"\(dateTime.string ?? "")\"", location: label)
            }
            switch (reading, zone) {
            case (.instant(let seconds), let zone): self = .instant(seconds, timeZone: zone?.identifier)
            case (.local(let local), let zone?):
                self = .instant(zone.instant(of: local), timeZone: zone.identifier)
            case (.local, nil):
                throw .required("Missing time zone definition for \(label) time.", location: label)
            }
        case (nil, nil): throw .required("Missing \(label) time.", location: label)
        case (_?, _?): throw .invalid("Invalid \(label) time.", location: label)
        }
    }

    private static func zone(_ value: JSONValue?, label: String) throws(GoogleError) -> Zone? {
        guard let value, !value.isNull else { return nil }
        guard let name = value.string, let zone = Zone(name) else {
            throw .invalid("Invalid time zone definition for \(label) time.", location: label)
        }
        return zone
    }
}
