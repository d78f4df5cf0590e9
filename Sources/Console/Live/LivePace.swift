/// How often an open page is looked after.
struct LivePace: Sendable {
    /// From one look at the store to the next.
    var look = Duration.seconds(1)
    /// After so long the page is rendered anew though nothing has happened: it says how long ago things were.
    var refresh = Duration.seconds(30)
    /// After so long without a word a line is sent that says nothing, so that nobody on the way closes the connection.
    var heartbeat = Duration.seconds(15)
}
