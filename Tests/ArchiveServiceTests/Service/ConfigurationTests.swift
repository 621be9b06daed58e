// The configuration: what is given counts, the environment over the file, and everything that is wrong is said with its line.

import ArchiveService
import Foundation
import Testing

@Suite struct ConfigurationTests {
    @Test func `file and environment give the settings, the environment last`() {
        let text = """
            archive: /a
            http:
              port: 1
              client_certificates: false
            time_stamps:
              authorities:
                - name: TSA
                  url: http://tsa.example/
            """
        let (configuration, faults) = ServiceConfiguration.read(
            text, environment: ["DOCKETD_HTTP_PORT": "2", "HOME": "/root"])
        #expect(faults == [])
        #expect(configuration.archive == "/a")
        #expect(configuration.http.port == 2)
        #expect(configuration.http.clientCertificates == false)
        #expect(configuration.timeStamps.authorities.map(\.url) == ["http://tsa.example/"])
        #expect(configuration.state == ServiceConfiguration().state)
    }

    @Test func `an empty file gives the defaults`() {
        let (configuration, faults) = ServiceConfiguration.read("", environment: [:])
        #expect(faults == [])
        #expect(configuration == ServiceConfiguration())
    }

    @Test(arguments: [
        ("htpp:\n  port: 1\n", 1, "htpp", ConfigurationFault.Reason.unknown),
        ("http:\n  prot: 1\n", 2, "http.prot", .unknown),
        ("http:\n  port: many\n", 2, "http.port", .wrongValue("0 to 65535")),
        ("http:\n  port: 65536\n", 2, "http.port", .wrongValue("0 to 65535")),
        ("http:\n  port: [1]\n", 2, "http.port", .wrongType),
        ("http: 1\n", 1, "http", .wrongType),
        ("agreements:\n  - agreement: a\n", 2, "agreements.annex", .missing),
        ("agreements:\n  - agreement: a\n    annex: b\n    c: d\n", 4, "agreements.c", .unknown),
    ])
    func `what is wrong is named with its line`(
        text: String, line: Int, path: String, reason: ConfigurationFault.Reason
    ) {
        let (_, faults) = ServiceConfiguration.read(text, environment: [:])
        #expect(faults == [ConfigurationFault(line: line, path: path, reason: reason)])
    }

    @Test(arguments: ["http:\n  port: 1\n  port: 2\n", "a: [", "\t- x"])
    func `what is no YAML, or names a setting twice, is refused`(text: String) {
        let (_, faults) = ServiceConfiguration.read(text, environment: [:])
        #expect(faults.count == 1)
    }

    @Test func `an unknown name of the environment is refused`() {
        let (_, faults) = ServiceConfiguration.read("", environment: ["DOCKETD_HTTP_PROT": "1"])
        #expect(faults == [ConfigurationFault(path: "DOCKETD_HTTP_PROT", reason: .unknown)])
    }

    @Test func `every setting is in the document, with its values`() throws {
        let document = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "docs/configuration.md")
        let text = try String(contentsOf: document, encoding: .utf8)
        for setting in SettingTable.all {
            let row = text.split(separator: "\n").first { $0.hasPrefix("| `\(setting.path)` |") }
            #expect(row?.contains(setting.values) == true, "\(setting.path)")
            #expect(row?.contains(setting.meaning) == true, "\(setting.path)")
        }
    }

    @Test func `what the machine has not is said`() {
        let text = "witnesses: {peers: [{name: w, url: 'ftp://x', key: none}]}"
        let (given, wrong) = ServiceConfiguration.read(text, environment: [:])
        #expect(wrong == [])
        var configuration = given
        configuration.archive = "/nonexistent/archive"
        configuration.state = "/nonexistent/state"
        configuration.http.certificate = "/nonexistent/c.pem"
        configuration.audit.at = "25:00"
        let faults = configuration.unreachable().map(\.path)
        for path in [
            "archive", "state", "http.key", "http.certificate", "audit.at", "witnesses.peers.url",
            "witnesses.peers.key",
        ] {
            #expect(faults.contains(path), "\(path)")
        }
    }
}
