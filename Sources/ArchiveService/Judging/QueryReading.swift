// Values in a request's query, strictly: what is there has its form, or the request is refused with the parameter's name.

package import EvidenceValues
package import Hummingbird
package import ServiceInterface

extension Request {
    /// The text of a parameter; nil if it is not there.
    package func query(_ name: String) -> String? {
        uri.queryParameters[Substring(name)].map(String.init)
    }

    /// The value that `parse` makes of a parameter; nil if it is not there.
    package func query<Value>(_ name: String, _ parse: (String) -> Value?) throws(Problem) -> Value?
    {
        guard let text = query(name) else { return nil }
        guard let value = parse(text) else {
            throw Problem(
                .badParameter, detail: "`\(name)` has no allowed value.",
                members: ["parameter": .string(name)])
        }
        return value
    }

    /// The digest that a parameter must give.
    package func requiredDigest(_ name: String) throws(Problem) -> Digest {
        guard let digest = try query(name, { Digest(text: $0) }) else {
            throw Problem(
                .badParameter, detail: "`\(name)` is missing.",
                members: ["parameter": .string(name)])
        }
        return digest
    }
}
