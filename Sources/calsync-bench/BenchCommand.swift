import ArgumentParser

/// Measures whole paths over real sockets. Figures are ratios within one run: machines differ.
@main
struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calsync-bench", abstract: "How fast both directions and the console's pages are.",
        discussion: "Build it with -c release.",
        subcommands: [
            BookingsCommand.self, ReadingCommand.self, PagesCommand.self, ReaderCommand.self, GateCommand.self,
            SandboxProcessCommand.self,
        ],
        defaultSubcommand: BookingsCommand.self)
}
