/// A whole number in an input. For a fraction, or a number beyond 64 bits, the decoder calls the whole value corrupt and
/// names no field; this names it.
struct WholeNumber: Decodable, Sendable {
    let value: Int

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let number = try? container.decode(Int.self) {
            value = number
        } else if container.decodeNil() {
            throw DecodingError.valueNotFound(Int.self, .init(codingPath: container.codingPath, debugDescription: ""))
        } else {
            throw DecodingError.typeMismatch(Int.self, .init(codingPath: container.codingPath, debugDescription: ""))
        }
    }
}
