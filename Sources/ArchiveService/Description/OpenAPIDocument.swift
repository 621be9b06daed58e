// The OpenAPI document that is served and that tests hold the router against (Web/openapi.yaml). It is YAML for people and JSON for
// programs; the JSON is made of the YAML when it is first asked for.

package import EvidenceValues
import Yams

/// Why the document in this program cannot be read; a test sees that it never happens.
package enum OpenAPIError: Error, Sendable, Hashable {
    case notYAML
    /// A value that JSON of ours does not have, such as a number with a fraction.
    case value(String)
}

/// The document.
package struct OpenAPIDocument: Sendable {
    /// The text as it is in the repository.
    package static let yaml: [UInt8] = PackageResources.openapi_yaml

    /// The one document of this program.
    package static let loaded = Result { try OpenAPIDocument(yaml) }

    /// The whole document.
    package let root: JSONValue

    /// Reads a document.
    package init(_ yaml: [UInt8]) throws {
        guard let value = try Yams.load(yaml: String(decoding: yaml, as: UTF8.self)) else {
            throw OpenAPIError.notYAML
        }
        root = try OpenAPIDocument.json(value)
    }

    private static func json(_ value: Any) throws -> JSONValue {
        switch value {
        case let value as Bool: .bool(value)
        case let value as Int: .integer(Int64(value))
        case let value as String: .string(value)
        case let value as [Any]: .array(try value.map(json))
        case let value as [String: Any]: .object(try value.mapValues(json))
        default: throw OpenAPIError.value("\(type(of: value))")
        }
    }
}

extension OpenAPIDocument {
    /// One operation: a method of a path.
    package struct Operation: Sendable, Hashable {
        /// `get`, `post` … as OpenAPI writes them.
        package let method: String
        /// With its parameters in braces.
        package let path: String
        /// The action that decides who may; nil where nobody is asked, or whoever is known may.
        package let action: String?
        /// `matter`, `service`, `self`, `job` or `public`.
        package let scope: String
        package let members: [String: JSONValue]
    }

    /// All operations, by path and method.
    package var operations: [Operation] {
        guard case .object(let paths)? = self["paths"] else { return [] }
        return paths.sorted { $0.key < $1.key }.flatMap { path, item -> [Operation] in
            guard case .object(let methods) = item else { return [] }
            return methods.sorted { $0.key < $1.key }.compactMap { method, value in
                guard case .object(let members) = value else { return nil }
                return Operation(
                    method: method, path: path,
                    action: members.string("x-action").flatMap { $0 == "none" ? nil : $0 },
                    scope: members.string("x-scope") ?? "", members: members)
            }
        }
    }

    /// A member of the document.
    package subscript(_ name: String) -> JSONValue? {
        guard case .object(let members) = root else { return nil }
        return members[name]
    }
}

extension [String: JSONValue] {
    /// The string that a member is.
    package func string(_ name: String) -> String? {
        guard case .string(let text)? = self[name] else { return nil }
        return text
    }
}
