// Holds one answer against the OpenAPI document: its status, its media type, its headers and its body must be what the document says of
// this operation. Tests ask through `ConformingClient`, so every answer that a test sees is held against it.

import ArchiveService
import EvidenceValues
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import ServiceInterface
import Testing

/// The document as a judge of answers.
struct Conformance {
    let document: OpenAPIDocument
    private let schema: Schema

    init() throws {
        document = try OpenAPIDocument.loaded.get()
        schema = Schema(document.root)
    }

    /// Statuses of the connection and the router, which the document tells of once for all operations.
    private static let general: Set<Int> = [405, 408, 414, 431]

    /// What of an answer is not as the document says.
    func violations(_ method: HTTPRequest.Method, _ uri: String, _ response: TestResponse)
        -> [String]
    {
        let status = Int(response.status.code)
        guard !Conformance.general.contains(status) else { return problem(response) }
        let asked = method == .head ? "get" : method.rawValue.lowercased()
        guard let operation = operation(asked, uri) else {
            return status == 404 ? problem(response) : ["\(method) \(uri) is not in the document"]
        }
        guard case .object(let responses)? = operation.members["responses"],
            let described = responses[String(status)].map(schema.resolved),
            case .object(let members) = described
        else { return ["\(asked) \(operation.path): \(status) is not in the document"] }
        let found =
            headers(members, response) + (method == .head ? [] : body(members, response))
        return found.map { "\(asked) \(operation.path) \(status): \($0)" }
    }

    /// The operation that a path is of; literal segments come before parameters.
    func operation(_ method: String, _ uri: String) -> OpenAPIDocument.Operation? {
        let path = uri.prefix { $0 != "?" }.split(separator: "/", omittingEmptySubsequences: false)
        return document.operations.filter { $0.method == method }
            .filter { Conformance.matches($0.path, path) }
            .min { $0.path.count { $0 == "{" } < $1.path.count { $0 == "{" } }
    }

    private static func matches(_ template: String, _ path: [Substring]) -> Bool {
        let parts = template.split(separator: "/", omittingEmptySubsequences: false)
        if template.hasSuffix("{tile}") {
            guard path.count >= parts.count else { return false }
        } else if parts.count != path.count {
            return false
        }
        return zip(parts, path).allSatisfy { $0.hasPrefix("{") ? !$1.isEmpty : $0 == $1 }
    }

    private func problem(_ response: TestResponse) -> [String] {
        let path = "#/components/schemas/Problem"
        guard response.headers[.contentType] == "application/problem+json",
            let value = try? JSONValue(parsing: [UInt8](buffer: response.body))
        else { return ["\(response.status) is no problem"] }
        return schema.violations(value, .object(["$ref": .string(path)]))
    }

    private func headers(_ described: [String: JSONValue], _ response: TestResponse) -> [String] {
        guard case .object(let headers)? = described["headers"] else { return [] }
        return headers.flatMap { name, header -> [String] in
            guard case .object(let members) = schema.resolved(header),
                let field = HTTPField.Name(name)
            else { return ["\(name) is described badly"] }
            guard let value = response.headers[field] else {
                return members["required"] == .bool(true) ? ["\(name) is missing"] : []
            }
            return schema.violations(.string(value), members["schema"] ?? .null, at: name)
        }
    }

    private func body(_ described: [String: JSONValue], _ response: TestResponse) -> [String] {
        guard case .object(let content)? = described["content"] else {
            return response.body.readableBytes == 0 ? [] : ["it has a body"]
        }
        let type = (response.headers[.contentType] ?? "").prefix { $0 != ";" }.lowercased()
        guard case .object(let members)? = content[type] ?? content["*/*"] else {
            return ["\(type) is not in the document"]
        }
        let bytes = [UInt8](buffer: response.body)
        guard type.hasSuffix("json") else {
            guard type.hasPrefix("text/") else { return [] }
            return schema.violations(
                .string(String(decoding: bytes, as: UTF8.self)), members["schema"] ?? .null)
        }
        guard let value = JSONValue(reading: bytes) else { return ["it is no JSON"] }
        return schema.violations(value, members["schema"] ?? .null)
    }
}

extension JSONValue {
    /// The value that `bytes` are, as deep as reports are; nil if they are no JSON.
    init?(reading bytes: [UInt8]) {
        guard let value = try? JSONValue(parsing: bytes, maximumDepth: 500) else { return nil }
        self = value
    }

    /// A member of an object, or an element of an array by its number.
    subscript(_ name: String) -> JSONValue? {
        switch self {
        case .object(let members): members[name]
        case .array(let values):
            Int(name).flatMap { values.indices.contains($0) ? values[$0] : nil }
        default: nil
        }
    }
}

/// A client whose every answer is held against the document.
struct ConformingClient {
    let client: any TestClientProtocol
    private let conformance: Conformance

    init(_ client: any TestClientProtocol) throws {
        self.client = client
        conformance = try Conformance()
    }

    /// Asks in the name of `caller`, whom the test's layer knows.
    @discardableResult
    func ask(
        _ method: HTTPRequest.Method, _ uri: String, as caller: String? = nil,
        _ headers: HTTPFields = [:], body: [UInt8]? = nil,
        location: SourceLocation = #_sourceLocation
    ) async throws -> TestResponse {
        var headers = headers
        headers[.testCaller] = caller
        let response = try await client.execute(
            uri: uri, method: method, headers: headers, body: body.map { ByteBuffer(bytes: $0) })
        let found = conformance.violations(method, uri, response)
        #expect(found == [], sourceLocation: location)
        return response
    }
}

extension TestResponse {
    var bytes: [UInt8] { [UInt8](buffer: body) }

    /// The body as JSON.
    func json() throws -> JSONValue { try #require(JSONValue(reading: bytes)) }

    /// The code of the problem that it is.
    func code() throws -> String? { try json()["code"]?.text }
}

extension HTTPField.Name {
    static let testCaller = known("Test-Caller")
}
