/// What calls are made for: whose failures count together. A counterpart that fails one cause alone may be well.
public enum CallCause {
    /// Of the work that a task does, such as a booking or a feed; its calls are made for that.
    @TaskLocal public static var current = ""
}
