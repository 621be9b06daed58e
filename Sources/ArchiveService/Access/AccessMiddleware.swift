// Who asks: the layer that every request passes before any route. A token in `Authorization`, or the client's certificate in TLS, or
// nobody. Who shows a wrong one is nobody too, whether it is unknown, expired or revoked: nobody is told which.
//
// Rates: of a principal, wherever from; of an address, where nobody is known; and of wrong credentials from an address.

import EvidenceValues
import HTTPTypes
package import Hummingbird
import ServiceAccess
import ServiceInterface

/// Finds out who asks, and how often.
package struct AccessMiddleware: RouterMiddleware {
    package typealias Context = ServiceContext

    /// Wrong credentials a minute of one address: a mistyped token is one, a guesser has no chance at any rate.
    private static var failureRate: Rate { Rate(perMinute: 60, burst: 20) }

    private let core: ServiceCore
    private let principals: RateLimiter<PrincipalID>
    private let addresses: RateLimiter<String>
    private let failures: RateLimiter<String>

    package init(core: ServiceCore) {
        self.core = core
        let limits = core.config.limits
        principals = RateLimiter(Rate(perMinute: Int64(limits.requestsPerPrincipal)))
        addresses = RateLimiter(Rate(perMinute: Int64(limits.requestsPerAddress)))
        failures = RateLimiter(AccessMiddleware.failureRate)
        core.metrics.describe("docket_credentials_refused_total", "Requests with a wrong token.")
        core.metrics.describe("docket_rate_limited_total", "Requests that came too often.")
    }

    package func handle(
        _ request: Request, context: ServiceContext,
        next: @concurrent (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.caller = try await caller(of: request, context)
        try limit(context)
        return try await next(request, context)
    }

    private func caller(
        of request: Request, _ context: ServiceContext
    ) async throws -> Caller {
        let certificate = try await context.clientCertificate()
        let shown = certificate.flatMap { core.access.caller(certificate: $0) }
        let authorization = request.headers[values: .authorization]
        guard !authorization.isEmpty else {
            // A certificate that nobody registered is a browser's, and says nothing.
            guard let shown, AccessMiddleware.isOwnOrigin(request) else { return .nobody }
            return shown
        }
        let (address, now) = (AccessMiddleware.network(context.address), core.clock())
        let known = AccessMiddleware.token(authorization).flatMap {
            core.access.caller(token: $0)
        }
        // A token that was stolen is of no use to somebody with another certificate.
        guard let known, shown == nil || shown?.principal == known.principal else {
            core.metrics.count("docket_credentials_refused_total")
            // Who has a good one behind the same address does not wait for this.
            if let wait = failures.take(address, at: now) { throw tooMany(after: wait) }
            return .nobody
        }
        return known
    }

    private func limit(_ context: ServiceContext) throws(Problem) {
        let now = core.clock()
        let wait =
            if let principal = context.caller.principal {
                principals.take(principal, at: now)
            } else {
                addresses.take(AccessMiddleware.network(context.address), at: now)
            }
        if let wait { throw tooMany(after: wait) }
    }

    private func tooMany(after seconds: Int) -> Problem {
        core.metrics.count("docket_rate_limited_total")
        return Problem(.tooManyRequests, retryAfter: max(1, seconds))
    }

    /// The token of the one `Authorization` that there is (RFC 6750 §2.1); nil if it is another scheme, or malformed.
    static func token(_ fields: [String]) -> BearerToken? {
        guard fields.count == 1, let field = fields.first else { return nil }
        let words = field.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 2, words[0].lowercased() == "bearer" else { return nil }
        return BearerToken(text: words[1])
    }

    /// Browsers send certificates by themselves, whichever page asks; so what a page of another origin asks is nobody's: it would write, or
    /// have it recorded that somebody read.
    static func isOwnOrigin(_ request: Request) -> Bool {
        if let origin = request.headers[.origin],
            origin != "https://\(request.head.authority ?? "")"
        {
            return false
        }
        let site = HTTPField.Name("Sec-Fetch-Site").flatMap { request.headers[$0] }
        return site == nil || site == "same-origin" || site == "none"
    }

    /// What counts as one address: an IPv4 address, or the 64 bits of an IPv6 network, for whoever has one has all of it.
    static func network(_ address: String) -> String {
        if address.hasPrefix("::ffff:") { return String(address.dropFirst(7)) }
        guard address.contains(":") else { return address }
        // As inet_ntop writes it: groups without leading zeros, one run of zeros as `::`.
        let groups = address.split(separator: ":", omittingEmptySubsequences: false)
        let gap = groups.firstIndex(of: "") ?? groups.count
        return groups.prefix(min(gap, 4)).joined(separator: ":") + "::"
    }
}
