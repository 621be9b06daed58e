// What goes wrong over HTTP, as values (RFC 9457). A problem has a stable code, which stands for its status, its title and what to do
// about it: one table (`ProblemCode`), from which the page `/problems/CODE` and the OpenAPI document are made too.
//
// Invariants: neither the detail nor a member holds evidence, a token or a secret; what is not the caller's answers as what does not
// exist, with the same bytes but for the request's name.

package import EvidenceValues

/// Why a request was refused.
package struct Problem: Error, Sendable, Hashable {
    package let code: ProblemCode
    /// One sentence for this case; empty if the title says all.
    package let detail: String
    /// What a program can use: `known_size`, `limit` …
    package let members: [String: JSONValue]
    /// Seconds after which asking again may help: the answer's `Retry-After`.
    package let retryAfter: Int?

    package init(
        _ code: ProblemCode, detail: String = "", members: [String: JSONValue] = [:],
        retryAfter: Int? = nil
    ) {
        self.code = code
        self.detail = detail
        self.members = members
        self.retryAfter = retryAfter ?? code.retryAfter
    }

    /// Where the page about a code is, below the server's root.
    package static func path(of code: ProblemCode) -> String { "/problems/\(code.rawValue)" }

    /// The problem as RFC 9457 writes it. `instance` names the request.
    package func json(instance: String) -> JSONValue {
        var object = members
        object["type"] = .string(Problem.path(of: code))
        object["title"] = .string(code.title)
        object["status"] = .integer(Int64(code.status))
        object["code"] = .string(code.rawValue)
        object["instance"] = .string(instance)
        if !detail.isEmpty { object["detail"] = .string(detail) }
        return .object(object)
    }
}
