import CalendarSync
import Foundation
import GoogleCalendar

/// A block as an event of the Google calendar that was made for its class.
///
/// All-day blocks are written from midnight to midnight as well, and not as dates: a date floats, and would block other
/// hours wherever it is read in another zone than the block's.
struct BlockEvent: Sendable {
    /// Of the event's marker nothing is signed: it only tells our events from others in a calendar that is ours, and who
    /// can write there gains nothing by forging it.
    private static let markerName = "block"
    static let fields =
        "nextPageToken,items(id,status,start,end,extendedProperties/private/\(EventFields.markerKey))"

    let blockId: String
    let classKey: ClassKey

    init(_ block: BusyBlock) {
        blockId = block.blockId
        classKey = block.classKey
    }

    /// Nil where the event is not one of our blocks, such as a copy that the host has made of one.
    init?(_ event: GoogleEvent) {
        let parts = (event.extendedPrivate[EventFields.markerKey] ?? "").split(separator: ":", maxSplits: 2)
        guard parts.count == 3, parts[0] == Self.markerName, event.status != .cancelled, event.id.hasPrefix(parts[1])
        else { return nil }
        let ids = parts[2].split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard ids.count == 2 else { return nil }
        blockId = String(parts[1])
        classKey = ClassKey(accountId: String(ids[0]), classId: String(ids[1]))
    }

    /// The block's own id; another one after each that Google does not give back.
    func id(generation: Int) -> String {
        generation == 0 ? blockId : blockId + String(generation)
    }

    /// Without guests or reminders, and complete: PUT drops what is not sent.
    func draft(of block: BusyBlock, generation: Int) -> GoogleEventDraft {
        var draft = GoogleEventDraft(
            id: id(generation: generation), summary: "Busy",
            start: .moment(block.interval.startsAt, timeZone: block.timeZone),
            end: .moment(block.interval.endsAt, timeZone: block.timeZone))
        draft.visibility = .private
        draft.reminders = .only([])
        draft.extendedPrivate = [EventFields.markerKey: "\(Self.markerName):\(blockId):\(classKey)"]
        return draft
    }
}
