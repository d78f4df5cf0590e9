/// One step of the schema. Steps are only ever added at the end; one that was released is never changed.
struct Migration: Sendable {
    let name: String
    let statements: @Sendable (SQLDialect) -> [String]
}
