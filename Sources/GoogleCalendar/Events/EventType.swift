/// What Google makes of the event. Absent means default.
public enum EventType: OpenEnum {
    case `default`
    case outOfOffice
    case focusTime
    case workingLocation
    case birthday
    case fromGmail
    case other(String)

    public static let known: [Self] = [.default, .outOfOffice, .focusTime, .workingLocation, .birthday, .fromGmail]

    public var name: String {
        switch self {
        case .default: "default"
        case .outOfOffice: "outOfOffice"
        case .focusTime: "focusTime"
        case .workingLocation: "workingLocation"
        case .birthday: "birthday"
        case .fromGmail: "fromGmail"
        case .other(let name): name
        }
    }
}
