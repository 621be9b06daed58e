// JSON of the server, and its problem documents. Answers only grow, so unknown members are left alone, and what is missing is nil. Nothing read here proves anything; receipts and checkpoints do.

package import EvidenceValues
import ServiceInterface

extension JSONValue {
    /// Levels of derivations at most: those of a judge are bounded, too.
    private static let answerDepth = 512

    /// The JSON that a server answered; nil if it is none.
    package init?(answer bytes: [UInt8]) {
        guard let value = try? JSONValue(parsing: bytes, maximumDepth: Self.answerDepth) else {
            return nil
        }
        self = value
    }

    /// The member of this name; nil if this is no object or has none.
    package subscript(_ name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members[name]
    }

    package var text: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    package var number: Int64? {
        guard case .integer(let number) = self else { return nil }
        return number
    }

    package var flag: Bool? {
        guard case .bool(let flag) = self else { return nil }
        return flag
    }

    package var list: [JSONValue]? {
        guard case .array(let values) = self else { return nil }
        return values
    }

    package var members: [String: JSONValue]? {
        guard case .object(let members) = self else { return nil }
        return members
    }
}

extension RemoteProblem {
    /// The problem that an answer tells, however little it says.
    init(_ answer: RemoteAnswer) {
        let isProblem =
            answer.head.field("Content-Type")?.hasPrefix("application/problem+json") == true
        let document = isProblem ? JSONValue(answer: answer.body) : nil
        self.init(
            status: answer.status, code: document?["code"]?.text ?? "",
            title: document?["title"]?.text ?? "", detail: document?["detail"]?.text ?? "",
            remedy: document?["remedy"]?.text,
            request: answer.head.field(HeaderName.requestID) ?? document?["instance"]?.text,
            retryAfter: RemoteProblem.seconds(answer.head.field(HeaderName.retryAfter)))
    }

    /// Seconds; the other form, a date, is none of a docketd's.
    private static func seconds(_ field: String?) -> Duration? {
        field.flatMap { UInt16($0) }.map { .seconds($0) }
    }
}
