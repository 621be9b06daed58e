// What this program is called in the reports that it makes.

/// The version of the service.
package enum ServiceVersion {
    /// The name and version that a report carries.
    package static let tool = "docketd 0.1.0"
}
