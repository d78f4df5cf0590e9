/// The names that Google Calendar shows for the colours of calendars, by their numbers.
/// https://developers.google.com/workspace/calendar/api/v3/reference/colors
enum CalendarColor {
    private static let names = [
        "Cocoa", "Flamingo", "Tomato", "Tangerine", "Pumpkin", "Mango", "Eucalyptus", "Basil", "Pistachio", "Avocado",
        "Citron", "Banana", "Sage", "Peacock", "Cobalt", "Blueberry", "Lavender", "Wisteria", "Graphite", "Birch",
        "Radicchio", "Cherry Blossom", "Grape", "Amethyst",
    ]

    /// Nil for a number that is not Google's.
    static func name(_ id: String) -> String? {
        guard let number = Int(id), names.indices.contains(number - 1) else { return nil }
        return names[number - 1]
    }
}
