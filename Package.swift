// swift-tools-version: 6.2
// The targets read as the drawing in README.md: an arrow there is a dependency here, and nothing points up.
import PackageDescription

let package = Package(
    name: "kartra-calendar-sync",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
    ],
    targets: [
        .module("Records"),
        .module("CalendarSync", ["Records", .crypto]),
        .tests("CalendarSync", ["Records"]),
    ],
    swiftLanguageModes: [.v6]
)

extension [SwiftSetting] {
    /// Warnings are errors; imports are internal unless they say `public`, so that a C type cannot leak upwards.
    static var strict: [SwiftSetting] {
        [
            .treatAllWarnings(as: .error),
            .enableUpcomingFeature("ExistentialAny"),
            .enableUpcomingFeature("InternalImportsByDefault"),
            .enableUpcomingFeature("MemberImportVisibility"),
        ]
    }
}

extension Target {
    static func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
        .target(name: name, dependencies: dependencies, swiftSettings: .strict)
    }

    static func tests(_ module: String, _ dependencies: [Target.Dependency] = []) -> Target {
        .testTarget(
            name: module + "Tests", dependencies: [.target(name: module)] + dependencies, swiftSettings: .strict)
    }
}

extension Target.Dependency {
    static var argumentParser: Self { .product(name: "ArgumentParser", package: "swift-argument-parser") }
    static var configuration: Self { .product(name: "Configuration", package: "swift-configuration") }
    static var crypto: Self { .product(name: "Crypto", package: "swift-crypto") }
    static var grdb: Self { .product(name: "GRDB", package: "GRDB.swift") }
    static var httpTypes: Self { .product(name: "HTTPTypes", package: "swift-http-types") }
    static var hummingbird: Self { .product(name: "Hummingbird", package: "hummingbird") }
    static var lifecycle: Self { .product(name: "ServiceLifecycle", package: "swift-service-lifecycle") }
    static var logging: Self { .product(name: "Logging", package: "swift-log") }
    static var metrics: Self { .product(name: "Metrics", package: "swift-metrics") }
    static var mustache: Self { .product(name: "Mustache", package: "swift-mustache") }
    static var nio: Self { .product(name: "NIOCore", package: "swift-nio") }
}
