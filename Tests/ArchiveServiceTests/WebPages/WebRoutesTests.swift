// The page's files as the service gives them: those of the folder, whole, and with what a browser must know to be strict.

import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing

@testable import ArchiveService

@Suite struct `The web page over HTTP` {
    /// The folder of the files.
    static let folder = URL(filePath: #filePath).appending(
        path: "../../../../Sources/ArchiveService/Web"
    )
    .standardizedFileURL

    private static func application() -> some ApplicationProtocol {
        let router = Router(
            context: ServiceContext.self, options: [.autoGenerateHeadEndpoints])
        router.add(middleware: ProblemMiddleware(metrics: ServiceMetrics()))
        WebRoutes().add(to: router)
        return Application(router: router)
    }

    private static func paths() -> [(path: String, asset: WebAsset)] {
        [("/", WebAsset.page)] + WebAsset.all.map { ("/web/\($0.name)", $0) }
    }

    @Test func `every file of the folder is served, and no other`() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
        // The description of the interface has a path of its own.
        let served = WebAsset.all.map(\.name) + ["index.html", "openapi.yaml"]
        #expect(served.sorted() == names.sorted())
        #expect(Set(served).count == served.count)
    }

    @Test func `what is served are the folder's bytes, under a tag of their own`() async throws {
        try await Self.application().test(.router) { client in
            var tags: Set<String> = []
            for (path, asset) in Self.paths() {
                let file = try Data(contentsOf: Self.folder.appending(path: asset.name))
                let answer = try await client.execute(uri: path, method: .get)
                #expect(answer.status == .ok)
                #expect(Array(answer.body.readableBytesView) == Array(file), "\(path)")
                let tag = try #require(answer.headers[.eTag])
                tags.insert(tag)
                let again = try await client.execute(
                    uri: path, method: .get, headers: [.ifNoneMatch: tag])
                #expect(again.status == .notModified)
                #expect(again.body.readableBytes == 0)
                let other = try await client.execute(
                    uri: path, method: .get, headers: [.ifNoneMatch: "\"other\""])
                #expect(other.status == .ok)
            }
            #expect(tags.count == WebAsset.all.count + 1)
        }
    }

    @Test func `a browser is told to run and load nothing else`() async throws {
        try await Self.application().test(.router) { client in
            for (path, asset) in Self.paths() {
                for method in [HTTPRequest.Method.get, .head] {
                    let headers = try await client.execute(uri: path, method: method).headers
                    #expect(headers[.contentType] == asset.mediaType)
                    #expect(headers[.contentSecurityPolicy] == WebAsset.policy)
                    #expect(headers[.xContentTypeOptions] == "nosniff")
                    #expect(headers[.cacheControl] == "no-cache")
                    #expect(headers[.known("Referrer-Policy")] == "no-referrer")
                    #expect(headers[.known("Cross-Origin-Opener-Policy")] == "same-origin")
                }
            }
        }
        #expect(!WebAsset.policy.contains("unsafe"))
        #expect(WebAsset.policy.hasPrefix("default-src 'none'; script-src 'self';"))
    }

    @Test(arguments: [
        "/web/", "/web/index.html", "/web/openapi.yaml", "/web/APP.JS",
        "/web/../app.js",
        "/web/%2e%2e/app.js", "/web/%2fetc%2fpasswd", "/web/app.js%00", "/web/app.js/x", "/app.js",
    ])
    func `what is none of its files is not found`(path: String) async throws {
        try await Self.application().test(.router) { client in
            let answer = try await client.execute(uri: path, method: .get)
            #expect(answer.status == .notFound)
            #expect(answer.headers[.contentSecurityPolicy] == nil)
        }
    }

    @Test func `the page names only files that are served, and nothing inline`() throws {
        let page = String(decoding: WebAsset.page.bytes, as: UTF8.self)
        let named = page.matches(of: /(?:src|href)="\/web\/([^"]*)"/).map { String($0.output.1) }
        #expect(Set(named) == ["app.js", "icon.svg", "style.css"])
        #expect(
            page.firstMatch(of: /<style|\ style=|\ on[a-z]+=|<script(?! type="module" src=)/) == nil
        )
        let names = Set(WebAsset.all.map(\.name))
        for asset in WebAsset.all where asset.name.hasSuffix(".js") {
            let source = String(decoding: asset.bytes, as: UTF8.self)
            for module in source.matches(of: /from "\.\/([^"]*)"/) {
                #expect(names.contains(String(module.output.1)), "\(asset.name)")
            }
            #expect(!source.contains("innerHTML") && !source.contains("eval("), "\(asset.name)")
        }
    }

    @Test func `the whole page is small`() {
        // A phone on a slow line has it in a few seconds; and each byte is compiled (`embedInCode`).
        let size = WebAsset.all.reduce(WebAsset.page.bytes.count) { $0 + $1.bytes.count }
        #expect(size < 150 * 1024)
    }
}
