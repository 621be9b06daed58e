// What is known of a request while it is answered: who asks, from where, and the name under which the log knows it.

package import EvidenceValues
package import Hummingbird
import Logging
package import NIOCore
package import ServiceInterface

/// The context of one request.
package struct ServiceContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    /// Who asks; nobody until the access middleware says otherwise.
    package var caller = Caller.nobody
    /// The request's name in the log and in the answer's `Request-Id`.
    package let requestID: String
    /// The address of the other side, without its port; empty if there is none.
    package let address: String
    /// The connection; nil in tests without one.
    package let channel: (any Channel)?

    /// Whether the connection is one of TLS that the service itself ends.
    package var isSecure = false

    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        // What becomes of the log is no affair of the answer: a handler may keep nothing.
        requestID = source.logger[metadataKey: "hb.request.id"].map { "\($0)" } ?? "\(RequestID())"
        address = source.channel.remoteAddress?.ipAddress ?? ""
        channel = source.channel
    }

    /// The matter of the path. What no matter can be called does not exist.
    package func matter() throws(Problem) -> MatterID {
        guard let matter = parameters.get("matter").flatMap({ MatterID($0) }) else {
            throw Problem(.notFound)
        }
        return matter
    }

    /// The matter of the path, where the caller may do `action` there.
    package func matter(for action: Action) throws(Problem) -> MatterID {
        let matter = try matter()
        try caller.require(action, in: matter)
        return matter
    }
}
