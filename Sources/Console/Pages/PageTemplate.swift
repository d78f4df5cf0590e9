import Mustache

/// The templates of the pages, which are compiled into the program.
enum PageTemplate: String, CaseIterable {
    case layout, field, token, home, accounts, operating, deadLetters, deadLetter, deadLetterEnding, integrations,
        newIntegration, disconnect, certificate, calendars
    case calendar, automation, preview, link, pausing, pinging, activity, week, live, unlink, error

    /// Every template says how its values are escaped; a partial would not take it over.
    private static let preamble = "{{% CONTENT_TYPE:\(HTMLEscaping.name)}}\n"

    private static let library = Result {
        MustacheContentTypes.register(HTMLEscaping(), named: HTMLEscaping.name)
        return MustacheLibrary(
            templates: Dictionary(
                uniqueKeysWithValues: try allCases.map {
                    ($0.rawValue, try MustacheTemplate(string: preamble + String(decoding: $0.source, as: UTF8.self)))
                }))
    }

    func render(_ object: Any) throws -> String {
        try Self.library.get().render(object, withTemplate: rawValue) ?? ""
    }

    private var source: [UInt8] {
        switch self {
        case .layout: PackageResources.layout_mustache
        case .field: PackageResources.field_mustache
        case .token: PackageResources.token_mustache
        case .home: PackageResources.home_mustache
        case .accounts: PackageResources.accounts_mustache
        case .operating: PackageResources.operating_mustache
        case .deadLetters: PackageResources.deadLetters_mustache
        case .deadLetter: PackageResources.deadLetter_mustache
        case .deadLetterEnding: PackageResources.deadLetterEnding_mustache
        case .integrations: PackageResources.integrations_mustache
        case .newIntegration: PackageResources.newIntegration_mustache
        case .disconnect: PackageResources.disconnect_mustache
        case .certificate: PackageResources.certificate_mustache
        case .calendars: PackageResources.calendars_mustache
        case .calendar: PackageResources.calendar_mustache
        case .automation: PackageResources.automation_mustache
        case .preview: PackageResources.preview_mustache
        case .link: PackageResources.link_mustache
        case .activity: PackageResources.activity_mustache
        case .live: PackageResources.live_mustache
        case .week: PackageResources.week_mustache
        case .pinging: PackageResources.pinging_mustache
        case .pausing: PackageResources.pausing_mustache
        case .unlink: PackageResources.unlink_mustache
        case .error: PackageResources.error_mustache
        }
    }
}
