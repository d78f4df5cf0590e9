import Foundation

/// The body of a batch as the server reads it.
struct BatchCall: Decodable {
    struct Item: Decodable {
        let op: String
        let blockId: String
        let startsAt: String?
        let endsAt: String?
        let allDay: Bool?
        let timeZone: String?
        let origin: String?
    }

    let items: [Item]

    init(_ call: ScriptedKartra.Call) throws {
        self = try JSONDecoder().decode(Self.self, from: Data(call.body))
    }

    var blockIds: [String] { items.map(\.blockId) }

    /// The answer that gives each item the status that `status` says, and an error's code where there is one.
    func answer(_ status: (Item) -> Int) -> ScriptedKartra.Answer {
        let items = items.map { item in
            let code = status(item)
            let error = code < 300 ? "null" : #"{"code":"item_\#(code)","message":"Ana Lopez"}"#
            return #"{"blockId":"\#(item.blockId)","status":\#(code),"error":\#(error)}"#
        }
        return .init(status: 200, body: #"{"items":[\#(items.joined(separator: ","))]}"#)
    }
}
