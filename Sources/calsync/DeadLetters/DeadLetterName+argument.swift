public import ArgumentParser
public import Console

extension DeadLetterName: ExpressibleByArgument {
    public init?(argument: String) {
        self.init(argument)
    }
}
