// Every operation × every role × the own matter, another's, and one that is not there. The operations are those of the OpenAPI document
// and of the router, so a new route without a rule fails; what is expected is computed from `x-action` and `x-scope` alone.

import ArchiveService
import EvidenceValues
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import ServiceInterface
import Testing
import Yams

@Suite struct `The authorisation matrix` {
    struct Operation: Sendable, CustomTestStringConvertible {
        let method: HTTPRequest.Method
        let path: String
        let action: Action?
        let scope: String

        var testDescription: String { "\(method.rawValue) \(path)" }

        /// The path for a matter; what else it names is the first of its kind, or nobody's.
        func filled(_ matter: String) -> String {
            var filled = path
            for (name, value) in [
                ("matter", matter), ("number", "1"), ("principal", "nobody-there"),
                ("token", "999999"), ("job", "AAAAAAAAAAAAAAAAAAAAAA"), ("code", "not-found"),
                ("level", "0"), ("tile", "000"), ("origin_hash", String(repeating: "0", count: 64)),
            ] {
                filled = filled.replacingOccurrences(of: "{\(name)}", with: value)
            }
            return filled
        }
    }

    static let document = URL(filePath: #filePath).appending(
        path: "../../../../Sources/ArchiveService/Web/openapi.yaml"
    ).standardizedFileURL

    static let operations: [Operation] = (try? read()) ?? []

    static func read() throws -> [Operation] {
        let text = try String(contentsOf: document, encoding: .utf8)
        let root = try #require(try Yams.load(yaml: text) as? [String: Any])
        let paths = try #require(root["paths"] as? [String: [String: Any]])
        return try paths.sorted { $0.key < $1.key }.flatMap { path, item in
            try ["get", "post", "put", "delete"].compactMap { method in
                guard let operation = item[method] as? [String: Any] else { return nil }
                let word = try #require(operation["x-action"] as? String, "\(method) \(path)")
                let scope = try #require(operation["x-scope"] as? String, "\(method) \(path)")
                let action = Action(rawValue: word)
                try #require(action != nil || word == "none", "\(method) \(path): \(word)")
                return Operation(
                    method: try #require(.init(rawValue: method.uppercased())), path: path,
                    action: action, scope: scope)
            }
        }
    }

    static let roles: [(name: String?, role: Role?)] = [
        (nil, nil), ("party", .party), ("arbiter", .arbiter), ("auditor", .auditor),
        ("operator", .operator),
    ]

    @Test func `knows every operation, and every operation has a rule`() throws {
        let operations = try Self.read()
        #expect(operations.count > 45)
        for operation in operations {
            let isNamed = operation.action != nil
            switch operation.scope {
            case "public": #expect(!isNamed, "\(operation)")
            case "self": break
            case "matter", "service", "job": #expect(isNamed, "\(operation)")
            default: Issue.record("\(operation): \(operation.scope)")
            }
            #expect((operation.scope == "matter") == operation.path.contains("{matter}"))
        }
    }

    @Test func `holds for every route, role and matter`() async throws {
        let service = try AccessService()
        try await service.file("ours", in: AccessService.own)
        try await service.file("theirs", in: AccessService.other)
        let routes = Set(service.router.routes.map { "\($0.method.rawValue) \($0.path)" })
        var count = 0
        for operation in Self.operations {
            guard routes.contains("\(operation.method.rawValue) \(operation.path)") else {
                continue
            }
            for (name, role) in Self.roles {
                for matter in [AccessService.own, AccessService.other, "NONE-1"] {
                    let answer = try await service.ask(
                        operation.method, operation.filled(matter), as: name,
                        body: operation.method == .get || operation.method == .delete ? nil : "{}")
                    let expected = Self.expected(operation, role, matter)
                    #expect(
                        expected.contains(answer.status.code),
                        "\(operation.testDescription) by \(name ?? "nobody") in \(matter): \(answer.status.code) \(answer.text)"
                    )
                    count += 1
                }
            }
        }
        // Nobody's matrix is empty.
        #expect(count > 200)
        try await service.close()
    }

    /// The statuses that may answer, from the document's rule alone.
    static func expected(_ operation: Operation, _ role: Role?, _ matter: String) -> Set<Int> {
        let refusals: Set<Int> = [401, 403]
        let anything = Set([200, 201, 202, 204, 400, 404, 406, 409, 411, 413, 415, 422, 503])
        if operation.scope == "public" { return anything }
        guard let role else { return [401] }
        guard operation.scope != "self" else { return [200] }
        if operation.scope == "job" { return [404] }
        guard let action = operation.action else { return [] }
        let isHeld =
            operation.scope == "service" || !role.isOfMatters
            ? !role.isOfMatters : matter == AccessService.own
        let isPermitted = isHeld && AccessRule.permits(role, action)
        if operation.scope == "service" {
            return isPermitted ? anything.subtracting(refusals) : [403]
        }
        guard isPermitted else {
            let seesMatter = isHeld && AccessRule.permits(role, .readMatter)
            return seesMatter ? [403] : [404]
        }
        guard matter != "NONE-1" else { return [404] }
        let isPlainRead = operation.method == .get && !operation.path.contains("{principal}")
        return isPlainRead ? [200] : anything
    }

    @Test func `another's matter answers as none, to the byte`() async throws {
        let service = try AccessService()
        try await service.file("theirs", in: AccessService.other)
        for operation in Self.operations where operation.scope == "matter" {
            let body = operation.method == .get || operation.method == .delete ? nil : "{}"
            for name in ["party", "arbiter", "auditor"] {
                let theirs = try await service.ask(
                    operation.method, operation.filled(AccessService.other), as: name, body: body)
                let none = try await service.ask(
                    operation.method, operation.filled("NONE-1"), as: name, body: body)
                #expect(theirs.status == .notFound)
                #expect(none.status == theirs.status)
                #expect(none.anonymous == theirs.anonymous)
                #expect(none.text.utf8.count == theirs.text.utf8.count)
                #expect(Set(none.headers.map(\.name)) == Set(theirs.headers.map(\.name)))
            }
        }
        try await service.close()
    }
}
