import Foundation

/// The address at which a booking is found in Kartra, with `{{ids}}` in it. Kartra documents no such address, so the owner
/// of a link gives one. Names of people are not among the ids: they have no place in a URL.
public struct LinkBackTemplate: Hashable, Sendable {
    private static let names: [BookingTemplate.Name] = [.accountId, .calendarId, .classId, .subscriptionId, .leadId]
    /// RFC 3986 §2.3: what needs no escape anywhere in a URL.
    private static let unreserved = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
    /// What a URL may hold (RFC 3986 §2); of the rest, some would end the attribute that it stands in.
    private static let allowed = unreserved.union(CharacterSet(charactersIn: ":/?#[]@!$&'()*+,;=%{}"))

    private let text: String

    /// - Parameter text: empty: no link back.
    public init(_ text: String) {
        self.text = text
    }

    /// What is wrong with the template, for the person who wrote it; nil: nothing.
    public var problem: String? {
        if text.isEmpty { return nil }
        if text.count > 500 { return "must not be longer than 500 characters" }
        if let problem = template.problem { return problem }
        let example = template.render { _ in "0" }
        guard text.unicodeScalars.allSatisfy(Self.allowed.contains), !example.contains(where: { "{}".contains($0) }),
            let url = URLComponents(string: example), url.scheme?.lowercased() == "https",
            url.host.map({ !$0.isEmpty }) == true
        else { return "must be an https URL" }
        guard url.user == nil, url.password == nil else { return "must not hold a name or a password before the host" }
        // Where an id could change the host, a booking could lead the host's owner anywhere.
        let other = URLComponents(string: template.render { _ in "1" })
        guard other?.host == url.host, other?.port == url.port else {
            return "must not have an id in its host or port"
        }
        return nil
    }

    /// Nil where there is none. Ids are percent-encoded whole.
    public func render(_ booking: Booking) -> String? {
        if text.isEmpty { return nil }
        return template.render { name in
            name.value(in: booking).addingPercentEncoding(withAllowedCharacters: Self.unreserved) ?? ""
        }
    }

    private var template: BookingTemplate { BookingTemplate(text, names: Self.names) }
}
