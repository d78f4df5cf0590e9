import Foundation

/// One request of a visitor who may see what it names.
struct Visit: Sendable {
    let session: ConsoleSession
    /// The account that the path names; nil on a page of none.
    let accountId: String?
    /// Proves that a form was sent by a page of the session.
    let formToken: String

    /// Where the pages of the account are, without a slash at the end.
    var base: String? { accountId.map(Self.base) }

    static func base(_ accountId: String) -> String { "/console/accounts/" + segment(accountId) }

    /// A segment of a path; letters and digits stand as they are.
    static func segment(_ text: String) -> String {
        text.addingPercentEncoding(
            withAllowedCharacters: CharacterSet(
                charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"))
            ?? ""
    }
}
