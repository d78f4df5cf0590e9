// swift-tools-version: 6.2
// The targets read as the drawing in README.md: an arrow there is a dependency here, and nothing points up.
import PackageDescription

let package = Package(
    name: "kartra-calendar-sync",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "calsync", targets: ["calsync"]),
        .executable(name: "calsync-bench", targets: ["calsync-bench"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.0"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // C libraries
        .systemLibrary(name: "CRdKafka", pkgConfig: "rdkafka", providers: [.apt(["librdkafka-dev"])]),
        .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),

        // the domain and Kafka's model: no I/O
        .module("Records"),
        .module("CalendarSync", ["Records", .crypto]),

        // adapters
        .module("Kafka", ["CRdKafka", "Records", .logging]),
        .module("OutboundHTTP", ["CCurl"]),
        .module("GoogleCalendar", ["CalendarSync", "OutboundHTTP", .crypto]),
        .module("Kartra", ["CalendarSync", "OutboundHTTP"]),
        .module("StoreSQL", ["CPostgres", "CalendarSync", "Records", .grdb]),

        // the work
        .module("Handlers", ["CalendarSync", "GoogleCalendar", "Kartra", "OutboundHTTP", "Records", .logging]),
        .module("Processing", ["CalendarSync", "OutboundHTTP", "Records", .lifecycle, .logging, .metrics]),
        .module("Scheduling", ["CalendarSync", "Records", .lifecycle, .logging]),
        .module(
            "Receiver",
            ["CalendarSync", "Records", .hummingbird, .httpTypes, .logging, .metrics, .nio, .nioHTTPTypes]),
        .module(
            "Console",
            [
                "CalendarSync", "GoogleCalendar", "Records", .crypto, .hummingbird, .httpTypes, .lifecycle, .logging,
                .mustache, .nio,
            ],
            resources: [.embedInCode("Pages/Templates"), .embedInCode("Pages/Assets")]),
        .module(
            "Sandbox",
            [.crypto, .hummingbird, .httpTypes, .lifecycle, .logging, .mustache, .nio, .nioHTTP1, .nioPosix]),

        // the program
        .executableTarget(
            name: "calsync",
            dependencies: [
                "CalendarSync", "Console", "GoogleCalendar", "Handlers", "Kafka", "Kartra", "OutboundHTTP",
                "Processing", "Receiver", "Records", "Sandbox", "Scheduling", "StoreSQL",
                .argumentParser, .configuration, .hummingbird, .lifecycle, .logging, .metrics, .nio, .systemPackage,
                .unixSignals,
            ],
            swiftSettings: .strict
        ),

        .executableTarget(
            name: "calsync-bench",
            dependencies: [
                "CalendarSync", "Console", "GoogleCalendar", "Handlers", "Kafka", "Kartra", "OutboundHTTP",
                "Processing", "Receiver", "Records", "Sandbox", "StoreSQL", .argumentParser, .hummingbird, .lifecycle,
                .logging,
            ],
            swiftSettings: .strict
        ),

        // tests, one target a module, and what several of them use
        .target(name: "TestSupport", dependencies: ["Records"], path: "Tests/TestSupport", swiftSettings: .strict),
        .tests("CalendarSync", ["Records", "TestSupport"]),
        .tests("Kafka", ["Records", .logging]),
        .tests("OutboundHTTP", ["TestSupport", .hummingbird, .httpTypes, .logging, .nio]),
        .tests(
            "GoogleCalendar",
            ["CalendarSync", "OutboundHTTP", "TestSupport", .hummingbird, .httpTypes, .logging, .nio]),
        .tests("Kartra", ["CalendarSync", "OutboundHTTP", "TestSupport", .hummingbird, .httpTypes, .logging, .nio]),
        .tests("StoreSQL", ["CalendarSync", "Records", "TestSupport"]),
        .tests(
            "Handlers",
            [
                "CalendarSync", "GoogleCalendar", "Kartra", "OutboundHTTP", "Records", "Sandbox", "StoreSQL",
                "TestSupport", .logging,
            ], exclude: ["FaultOutcomes.md"]),
        .tests(
            "Processing",
            ["CalendarSync", "GoogleCalendar", "OutboundHTTP", "Records", "TestSupport", .lifecycle, .logging]),
        .tests("Scheduling", ["CalendarSync", "Records", "TestSupport", .lifecycle, .logging]),
        .tests(
            "Receiver",
            ["CalendarSync", "OutboundHTTP", "Records", "TestSupport", .hummingbird, .lifecycle, .logging, .metrics]),
        .tests(
            "Console",
            [
                "CalendarSync", "GoogleCalendar", "OutboundHTTP", "Records", "StoreSQL", "TestSupport", .hummingbird,
                .httpTypes,
                .lifecycle, .logging,
            ]),
        .tests("Sandbox", [.crypto, .logging, .nio, .nioHTTP1, .nioPosix], exclude: ["Python"]),
        .testTarget(
            name: "SystemTests",
            dependencies: ["calsync", "Kafka", "OutboundHTTP", "Records", "TestSupport", .logging, .metrics],
            swiftSettings: .strict),
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
    static func module(
        _ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = []
    ) -> Target {
        .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: .strict)
    }

    static func tests(
        _ module: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []
    ) -> Target {
        .testTarget(
            name: module + "Tests", dependencies: [.target(name: module)] + dependencies, exclude: exclude,
            swiftSettings: .strict)
    }
}

extension Target.Dependency {
    static var argumentParser: Self { .product(name: "ArgumentParser", package: "swift-argument-parser") }
    static var configuration: Self { .product(name: "Configuration", package: "swift-configuration") }
    static var crypto: Self { .product(name: "Crypto", package: "swift-crypto") }
    static var grdb: Self { .product(name: "GRDB", package: "GRDB.swift") }
    static var httpTypes: Self { .product(name: "HTTPTypes", package: "swift-http-types") }
    static var hummingbirdCore: Self { .product(name: "HummingbirdCore", package: "hummingbird") }
    static var hummingbird: Self { .product(name: "Hummingbird", package: "hummingbird") }
    static var lifecycle: Self { .product(name: "ServiceLifecycle", package: "swift-service-lifecycle") }
    static var logging: Self { .product(name: "Logging", package: "swift-log") }
    static var metrics: Self { .product(name: "Metrics", package: "swift-metrics") }
    static var mustache: Self { .product(name: "Mustache", package: "swift-mustache") }
    static var nio: Self { .product(name: "NIOCore", package: "swift-nio") }
    static var nioHTTP1: Self { .product(name: "NIOHTTP1", package: "swift-nio") }
    static var nioHTTPTypes: Self { .product(name: "NIOHTTPTypes", package: "swift-nio-extras") }
    static var nioPosix: Self { .product(name: "NIOPosix", package: "swift-nio") }
    static var unixSignals: Self { .product(name: "UnixSignals", package: "swift-service-lifecycle") }
    static var systemPackage: Self { .product(name: "SystemPackage", package: "swift-system") }
}
