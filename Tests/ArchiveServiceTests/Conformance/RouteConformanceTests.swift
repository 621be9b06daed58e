// The document and the router have the same operations, the document and the table of actions the same actions, and each action of the
// document is one that the access rules know.

import ArchiveService
import EvidenceValues
import Hummingbird
import ServiceInterface
import Testing

@Suite struct `The OpenAPI document` {
    /// `GET /v1/matters/{}`: parameters have no names here, and what runs over several segments is `**`.
    private static func shape(_ method: String, _ path: String) -> String {
        let parts = path.split(separator: "/").map { part -> Substring in
            if part == "{tile}" || part == "**" { return "**" }
            return part.hasPrefix("{") || part.hasPrefix(":") ? "{}" : part
        }
        return "\(method.uppercased()) /\(parts.joined(separator: "/"))"
    }

    @Test func `has every route of the router, and the router has every route of it`() throws {
        let house = try ServiceHouse()
        let router = Router(context: ServiceContext.self)
        for group in try ServiceParts.all(house.core).groups { group.add(to: router) }
        let routes = Set(
            router.routes.map { Self.shape($0.method.rawValue, $0.path.description) })
        let described = Set(
            try OpenAPIDocument.loaded.get().operations.map { Self.shape($0.method, $0.path) })
        #expect(described.count >= 50)
        #expect(routes.subtracting(described) == [], "not in the document")
        #expect(described.subtracting(routes) == [], "not in the router")
    }

    @Test func `names the actions that the access rules know, each at least once`() throws {
        let operations = try OpenAPIDocument.loaded.get().operations
        let named = Set(operations.compactMap(\.action))
        #expect(named == Set(Action.allCases.map(\.rawValue)))
        for operation in operations {
            #expect(
                ["matter", "service", "self", "job", "public"].contains(operation.scope),
                "\(operation.path)")
            #expect((operation.members["security"] != nil) == (operation.scope == "public"))
        }
    }

    @Test func `says what comes with every refusal of the table of problems`() throws {
        let statuses = try OpenAPIDocument.loaded.get().operations
            .compactMap { $0.members["responses"] }
            .flatMap { responses -> [String] in
                guard case .object(let members) = responses else { return [] }
                return Array(members.keys)
            }
        // What the connection and the router say is told once for all; 500 is never meant.
        let elsewhere: Set<Int> = [405, 408, 414, 431, 500]
        let missing = Set(ProblemCode.allCases.map(\.status)).subtracting(elsewhere)
            .subtracting(statuses.compactMap(Int.init))
        #expect(missing == [412, 428])
    }
}
