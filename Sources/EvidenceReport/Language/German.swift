// The report in German.

/// German phrases by the English ones.
enum German {
    static let phrases: [String: String] = [:]
}
