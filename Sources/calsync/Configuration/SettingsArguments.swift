import ArgumentParser

/// Where the settings come from, for every command that needs them.
struct SettingsArguments: ParsableArguments {
    @Option(name: .long, help: "A file of KEY=value lines, read where neither command line nor environment has a key.")
    var config: String?

    @Argument(
        parsing: .allUnrecognized,
        help: ArgumentHelp(
            "Any setting by its name: --http-port 8080 is HTTP_PORT=8080 in the environment.", valueName: "settings"))
    var settings: [String] = []

    func loader() async throws -> SettingsLoader {
        try await SettingsLoader(arguments: settings, file: config)
    }
}
