public import Foundation

/// Connected Google accounts, classes and links.
public protocol AccountStore: Sendable {
    /// The ids of all accounts of which something is known, in order; `after` is the last one of the page before.
    func accounts(after: String?, limit: Int) async throws -> [String]

    func integration(id: String) async throws -> Integration?
    /// All by id; `after` is the last one of the page before.
    func integrations(after: String?, limit: Int) async throws -> [Integration]
    /// In the order in which they were connected.
    func integrations(accountId: String) async throws -> [Integration]
    /// All that were connected as this Google account, of whatever Kartra account.
    func integrations(subject: String) async throws -> [Integration]
    /// Saves with the revision raised by one, which is returned.
    /// - Throws: `StoreError.conflict` where the stored revision is not the one given.
    @discardableResult
    func save(_ integration: Integration) async throws -> Int64

    func begin(_ authorization: PendingAuthorization) async throws
    /// Takes it out: a state works once. Nil where it is unknown or expired.
    func takeAuthorization(state: String, now: Date) async throws -> PendingAuthorization?

    /// Remembers a class by its newest names; writes only where something is new.
    func note(_ known: KnownClass) async throws
    /// By calendar and class name.
    func classes(accountId: String) async throws -> [KnownClass]
    /// Nil where no booking has named it yet.
    func knownClass(_ key: ClassKey) async throws -> KnownClass?

    /// The same as long as nothing of the account's integrations, links, unlinkings under way and classes has changed;
    /// cheap enough to be asked each second.
    func fingerprint(accountId: String) async throws -> String

    func link(_ key: ClassKey) async throws -> ClassLink?
    func links(accountId: String) async throws -> [ClassLink]
    /// Those of them that are of these classes.
    func links(accountId: String, classIds: [String]) async throws -> [ClassLink]
    func linkOutlines(accountId: String) async throws -> [LinkOutline]
    func linkStandings(accountId: String) async throws -> [LinkStanding]
    func links(feedId: String) async throws -> [ClassLink]
    func links(integrationId: String) async throws -> [ClassLink]
    /// Saves with the revision raised by one, which is returned.
    /// - Throws: `StoreError.conflict` where the stored revision is not the one given.
    @discardableResult
    func save(_ link: ClassLink) async throws -> Int64

    /// Takes out the unlinking's link and stores the unlinking in place of an earlier one of the class, both or none.
    /// - Throws: `StoreError.conflict` where the stored link's revision is not the one given.
    func begin(_ unlinking: Unlinking) async throws
    /// The last unlinking of a class, under way or done.
    func unlinking(_ key: ClassKey) async throws -> Unlinking?
    /// Those under way, by class.
    func unlinkings(accountId: String) async throws -> [Unlinking]
    /// Saves with the revision raised by one, which is returned.
    /// - Throws: `StoreError.conflict` where the stored revision is not the one given.
    @discardableResult
    func save(_ unlinking: Unlinking) async throws -> Int64
}
