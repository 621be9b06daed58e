// The members of a JSON body, each taken with its type; what the operation does not know is refused, so that a misspelt member is not a
// default. Only `application/json` is read: a page of another origin cannot send that without being asked about it first.

import Cryptography
import EvidenceValues
import HTTPTypes
import Hummingbird
import ServiceInterface

/// A JSON object of a request.
struct RequestFields {
    /// Bytes of the body at most: sixteen certificates, or a sealed identity.
    static let limit = 262_144

    private let members: [String: JSONValue]

    /// The body of a request, whose members are among `names`.
    init(_ request: Request, names: Set<String>) async throws {
        let type = request.headers[.contentType] ?? ""
        let essence = type.split(separator: ";", maxSplits: 1).first ?? ""
        guard essence.trimmingSpaces().lowercased() == "application/json" else {
            throw Problem(.unsupportedMediaType)
        }
        let bytes = try await request.body(limit: RequestFields.limit)
        do {
            guard case .object(let members) = try JSONValue(parsing: bytes) else {
                throw Problem(.badJSON, detail: "The body is no object.")
            }
            self.members = members
        } catch let error as JSONReadingError {
            throw Problem(.badJSON, detail: "\(error)")
        }
        guard Set(members.keys).isSubset(of: names) else {
            throw Problem(.badJSON, detail: "There is a member that is not known here.")
        }
    }

    /// A member that must be there, as `read` reads it.
    func value<Value>(_ name: String, _ read: (String) -> Value?) throws(Problem) -> Value {
        guard case .string(let text) = members[name], let value = read(text) else {
            throw RequestFields.wrong(name)
        }
        return value
    }

    /// A member that may be missing or null.
    func optional<Value>(
        _ name: String, _ read: (String) -> Value?
    ) throws(Problem) -> Value? {
        switch members[name] {
        case nil, .null: nil
        default: try value(name, read)
        }
    }

    /// What people are to call something.
    func label(_ name: String) throws(Problem) -> String? {
        try optional(name) { $0.unicodeScalars.count <= 200 ? $0 : nil }
    }

    /// An array of texts; none if it is missing.
    func texts(_ name: String, limit: Int) throws(Problem) -> [String] {
        guard let member = members[name] else { return [] }
        guard case .array(let elements) = member, elements.count <= limit else {
            throw RequestFields.wrong(name)
        }
        var texts: [String] = []
        for element in elements {
            guard case .string(let text) = element else { throw RequestFields.wrong(name) }
            texts.append(text)
        }
        return texts
    }

    /// The DER of the one certificate that a PEM text holds.
    static func certificate(_ text: String, _ name: String) throws(Problem) -> [UInt8] {
        guard let certificates = try? ParsedCertificate.readAll(pemOrDER: Array(text.utf8)),
            certificates.count == 1
        else { throw wrong(name) }
        return certificates[0].derBytes
    }

    static func wrong(_ name: String) -> Problem {
        Problem(.badJSON, detail: "The member `\(name)` is missing, or has no allowed value.")
    }
}

extension Substring {
    fileprivate func trimmingSpaces() -> Substring {
        var text = self
        while text.first == " " || text.first == "\t" { text.removeFirst() }
        while text.last == " " || text.last == "\t" { text.removeLast() }
        return text
    }
}

/// Which page of a list is asked for.
struct AccessPage {
    /// The name behind which it begins; nil for the first.
    let after: String?
    let limit: Int

    init(_ request: Request) throws(Problem) {
        let query = request.uri.queryParameters
        after = try query.getAll("cursor").first.map { text throws(Problem) in
            guard let bytes = Hexadecimal.decode(text),
                let name = String(validating: bytes, as: UTF8.self)
            else { throw Problem(.badParameter, detail: "The cursor is none of this list.") }
            return name
        }
        let limit = query.getAll("limit").first.map { Int($0) } ?? 100
        guard let limit, (1...1_000).contains(limit) else {
            throw Problem(.badParameter, detail: "The limit is not between 1 and 1000.")
        }
        self.limit = limit
    }

    /// The cursor of the page behind the element with this name.
    static func cursor(_ name: String) -> String { Hexadecimal.encode(Array(name.utf8)) }

    /// The part of a list, sorted by name, that is asked for, and the cursor of the next; nil at the end.
    func cut<Element>(
        _ elements: [Element], by name: (Element) -> String
    ) -> (elements: [Element], next: String?) {
        let rest = elements.filter { element in after.map { $0 < name(element) } ?? true }
        let page = rest.prefix(limit)
        return (
            Array(page), page.count < rest.count ? page.last.map { Self.cursor(name($0)) } : nil
        )
    }

    /// The answer with a page, and where the next is (RFC 8288).
    func response(
        _ name: String, _ elements: [JSONValue], next: String?, of request: Request
    ) -> Response {
        var headers: HTTPFields = [:]
        if let next, let link = HTTPField.Name("Link") {
            headers[link] = "<\(request.uri.path)?cursor=\(next)&limit=\(limit)>; rel=\"next\""
        }
        let body: JSONValue = .object([name: .array(elements), "next_cursor": .optional(next)])
        return jsonResponse(body, headers: headers)
    }
}
