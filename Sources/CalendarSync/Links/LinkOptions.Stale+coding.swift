extension LinkOptions.Stale {
    private enum CodingKeys: String, CodingKey { case releaseAfterHours }

    /// Less than an hour would open a class at every hiccup of Google's; more than 30 days is as good as never.
    private static let hours = 1...720

    public init(from decoder: any Decoder) throws {
        try decoder.refuseKeys(notIn: CodingKeys.self)
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(releaseAfterHours: try values.decodeIfPresent(WholeNumber.self, forKey: .releaseAfterHours)?.value)
        if let releaseAfterHours, !Self.hours.contains(releaseAfterHours) {
            throw DecodingError.dataCorruptedError(
                forKey: .releaseAfterHours, in: values,
                debugDescription: "is \(Self.hours.lowerBound) to \(Self.hours.upperBound), or null")
        }
    }

    /// "Never" stands as null, so that whoever reads the options sees that there is a choice.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(releaseAfterHours, forKey: .releaseAfterHours)
    }
}
