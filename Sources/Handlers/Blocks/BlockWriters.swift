public import CalendarSync

/// The ways to write blocks that this installation has.
public struct BlockWriters: BusyBlockWriters {
    private let kartra: any BusyBlockWriter

    public init(kartra: any BusyBlockWriter) {
        self.kartra = kartra
    }

    public func target(of link: ClassLink) async throws -> BlockTarget {
        switch link.options.blockWriter {
        case .kartra: .kartra
        case .googleCalendar: throw BlockWriteError.permanent(reason: "no Google calendar can be made for blocks")
        }
    }

    public func writer(for target: BlockTarget) async throws -> any BusyBlockWriter {
        switch target {
        case .kartra: kartra
        case .googleCalendar: throw BlockWriteError.permanent(reason: "no Google calendar can be written")
        }
    }
}
