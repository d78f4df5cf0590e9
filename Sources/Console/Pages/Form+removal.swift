import CalendarSync

extension Form {
    /// What a form that ends a link wants taken out.
    func removal() throws -> Unlinking.Removal {
        guard let removal = Unlinking.Removal(rawValue: self["remove"] ?? "") else {
            throw ConsoleError.invalid(field: "remove", detail: "is future or none")
        }
        return removal
    }
}
