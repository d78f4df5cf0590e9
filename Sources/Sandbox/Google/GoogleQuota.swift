/// Query costs per sliding minute; `nil` is no limit. A patch costs 3, everything else 1.
public struct GoogleQuota: Sendable, Codable, Equatable {
    public var perMinutePerUser: Int?
    public var perMinutePerProject: Int?

    public init(perMinutePerUser: Int? = nil, perMinutePerProject: Int? = nil) {
        self.perMinutePerUser = perMinutePerUser
        self.perMinutePerProject = perMinutePerProject
    }

    public static let unlimited = GoogleQuota()

    /// What a project created since 2026-05-01 gets (Calendar API, "Manage quotas").
    public static let documented = GoogleQuota(perMinutePerUser: 600, perMinutePerProject: 10_000)
}
