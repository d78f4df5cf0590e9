import Foundation

/// A page's tags, for what must hold of every page. Our templates escape every value, so that `>` ends a tag.
struct HTMLPage {
    struct Element {
        let name: String
        let attributes: [String: String]
        /// What it says, tags left out.
        var text = ""
        /// The names of the elements around it.
        let ancestors: [String]

        var type: String { attributes["type"] ?? "" }
    }

    private static let void: Set = ["meta", "link", "input", "br", "hr", "img"]

    private(set) var elements: [Element] = []
    /// Tags that are not closed, or not in order.
    private(set) var unbalanced: [String] = []

    init(_ html: String) {
        var open: [Int] = []
        var rest = html[...]
        while let start = rest.firstIndex(of: "<"), let end = rest[start...].firstIndex(of: ">") {
            let said = rest[..<start]
            for index in open { elements[index].text += said }
            let tag = rest[rest.index(after: start)..<end]
            rest = rest[rest.index(after: end)...]
            if tag.hasPrefix("!") { continue }
            if tag.hasPrefix("/") {
                if let last = open.popLast(), elements[last].name != tag.dropFirst() {
                    unbalanced.append(String(tag))
                }
                continue
            }
            let name = String(tag.prefix { !$0.isWhitespace })
            elements.append(
                Element(
                    name: name, attributes: Self.attributes(tag.dropFirst(name.count)),
                    ancestors: open.map { elements[$0].name }))
            if !Self.void.contains(name) { open.append(elements.count - 1) }
        }
        unbalanced += open.map { elements[$0].name }
    }

    func all(_ names: String...) -> [Element] { elements.filter { names.contains($0.name) } }

    func input(_ name: String) -> Element? { elements.first { $0.attributes["name"] == name } }

    /// The value of the hidden field with the session's token.
    var formToken: String? { input("formToken")?.attributes["value"] }

    /// Scripts that are not an asset of ours.
    var strangeScripts: [Element] {
        all("script").filter { $0.attributes != ["src": "/console/assets/live.js", "defer": ""] || !$0.text.isEmpty }
    }

    /// What a reader with a screen reader, or a strict browser, would stumble over.
    var problems: [String] {
        var problems = unbalanced.map { "unbalanced \($0)" }
        if all("html").first?.attributes["lang"] != "en" { problems.append("no language") }
        if all("h1").count != 1 { problems.append("\(all("h1").count) h1") }
        if all("main").count != 1 { problems.append("no main") }
        if all("header").isEmpty { problems.append("no header") }
        if all("a").first?.attributes["href"] != "#main" { problems.append("no skip link") }
        if all("title").first?.text.isEmpty ?? true { problems.append("no title") }
        if !all("style").isEmpty { problems.append("inline style") }
        if all("script").contains(where: { $0.attributes["src"] == nil }) { problems.append("inline script") }
        let ids = elements.compactMap { $0.attributes["id"] }
        if Set(ids).count != ids.count { problems.append("an id twice") }
        let labelled = Set(all("label").filter { !$0.text.isEmpty }.compactMap { $0.attributes["for"] })
        for element in elements {
            let attributes = element.attributes
            if attributes["style"] != nil || attributes.keys.contains(where: { $0.hasPrefix("on") }) {
                problems.append("inline code in \(element.name)")
            }
            switch element.name {
            case "input" where element.type != "hidden", "select", "textarea":
                if attributes["id"].map(labelled.contains) != true { problems.append("no label: \(attributes)") }
            case "button", "a", "summary":
                let name = attributes["aria-label"] ?? element.text.trimmingCharacters(in: .whitespacesAndNewlines)
                if name.isEmpty { problems.append("no name: \(element)") }
            case "nav", "section", "article":
                if attributes["aria-label"] == nil, attributes["aria-labelledby"] == nil {
                    problems.append("no name: \(element.name)")
                }
            default: break
            }
            for reference in ["aria-describedby", "aria-labelledby"] {
                for id in (attributes[reference] ?? "").split(separator: " ") where !ids.contains(String(id)) {
                    problems.append("\(reference) of nothing: \(id)")
                }
            }
        }
        let posts = all("form").filter { $0.attributes["method"] == "post" }.count
        if elements.filter({ $0.attributes["name"] == "formToken" }).count != posts {
            problems.append("a form without its token")
        }
        return problems
    }

    private static func attributes(_ text: Substring) -> [String: String] {
        var attributes: [String: String] = [:]
        for match in text.matches(of: /([a-z-]+)(?:="([^"]*)")?/) {
            attributes[String(match.1)] = match.2.map(String.init) ?? ""
        }
        return attributes
    }
}
