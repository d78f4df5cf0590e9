extension ConsoleError {
    /// What the API says, as a sentence of a page.
    var sentence: String {
        let message = answer.message
        return message.prefix(1).uppercased() + message.dropFirst() + "."
    }
}
