import ArgumentParser

/// The program.
@main
struct CalsyncCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calsync",
        abstract: "Keeps Kartra appointments and Google Calendar in step.",
        subcommands: [
            DemoCommand.self, ServeCommand.self, SandboxCommand.self, TopicsCommand.self, DoctorCommand.self,
            PingURLCommand.self, KeysCommand.self,
        ])
}
