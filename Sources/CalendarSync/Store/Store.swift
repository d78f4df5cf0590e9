/// Everything that must survive a restart. Rows are changed by compare-and-set; nothing leans on who owns a partition.
public protocol Store: AccountStore, BookingStore, MirrorStore, FeedStore, ParkingStore, DeadLetterStore,
    DueStore, ActivityStore, EntryLinkStore
{
    /// Throws where the store cannot be read and written now.
    func checkHealth() async throws
}
