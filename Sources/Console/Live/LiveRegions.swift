/// The parts of a page that are marked as live: `<div data-live="name">…</div><!--/live-->`. What comes from outside is
/// escaped in every template, so that nothing but a template can mark them.
enum LiveRegions {
    /// What stands in them, by name.
    static func cut(_ html: String) -> [String: String] {
        var regions: [String: String] = [:]
        var rest = html[...]
        while let start = rest.firstRange(of: "<div data-live=\"") {
            rest = rest[start.upperBound...]
            guard let quote = rest.firstIndex(of: "\""), let close = rest[quote...].firstIndex(of: ">"),
                let end = rest[close...].firstRange(of: "</div><!--/live-->")
            else { break }
            regions[String(rest[..<quote])] = String(rest[rest.index(after: close)..<end.lowerBound])
            rest = rest[end.upperBound...]
        }
        return regions
    }
}
