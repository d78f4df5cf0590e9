import ArgumentParser

/// The program.
@main
struct CalsyncCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calsync",
        abstract: "Keeps Kartra appointments and Google Calendar in step.",
        subcommands: [
            DemoCommand.self, ServeCommand.self, SandboxCommand.self, TopicsCommand.self, DoctorCommand.self,
            StatusCommand.self,
            ExplainCommand.self, AuditCommand.self, ResyncCommand.self, DeadLettersCommand.self, StoreCommand.self,
            PingURLCommand.self,
            ConsoleLinkCommand.self, KeysCommand.self,
        ])

    static func main() async {
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            guard let (text, status) = CommandExit.explain(error) else { exit(withError: error) }
            StandardError.print(text)
            exit(withError: status)
        }
    }
}
