// A time-stamp fetched as a user fetches it: docket runs the system's curl, which asks an authority over HTTP. The authority is
// `openssl ts` behind a few lines of Python on loopback; it answers once and stops by itself.

import EvidenceTesting
import Foundation
import Testing

@Suite struct TimeStampsFromAServer {
    private static let configuration = """
        [tsa]
        default_tsa = c
        [c]
        serial = serial
        signer_digest = sha256
        default_policy = 1.2.3.4
        digests = sha256
        accuracy = secs:1
        ess_cert_id_alg = sha256
        """

    /// Answers one request on a free port of loopback, whose number is its first line of output.
    private static let server = """
        import http.server, subprocess, sys
        class Authority(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                open('query', 'wb').write(self.rfile.read(int(self.headers['Content-Length'])))
                subprocess.run(['openssl', 'ts', '-reply', '-config', 'ts.cnf', '-queryfile', 'query',
                    '-signer', sys.argv[1], '-inkey', sys.argv[2], '-out', 'reply'], check=True,
                    capture_output=True)
                reply = open('reply', 'rb').read()
                self.send_response(200)
                self.send_header('Content-Length', str(len(reply)))
                self.end_headers()
                self.wfile.write(reply)
            def log_message(self, *_): pass
        server = http.server.HTTPServer(('127.0.0.1', 0), Authority)
        server.timeout = 60
        print(server.server_port, flush=True)
        server.handle_request()
        """

    /// Runs `docket` with the address of an authority that signs with the key of `name`.
    private static func ask(
        _ bench: CliWorkbench, as name: String, _ arguments: (String) -> [String]
    ) throws -> CliResult {
        try configuration.write(
            toFile: bench.path("ts.cnf"), atomically: false, encoding: .utf8)
        try "01\n".write(toFile: bench.path("serial"), atomically: false, encoding: .utf8)
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "python3", "-c", server, "m/certificates/\(name).pem", "m/keys/\(name).pem",
        ]
        process.currentDirectoryURL = URL(filePath: bench.path(""))
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        defer {
            process.terminate()
            process.waitUntilExit()
        }
        let port = String(decoding: pipe.fileHandleForReading.availableData, as: UTF8.self)
            .trimmingCharacters(in: .whitespacesAndNewlines)
        return try bench.docket(arguments("http://127.0.0.1:\(port)/"))
    }

    @Test func `a checkpoint is stamped and filed with its token`() throws {
        let bench = try CliMatter.copy()
        let result = try Self.ask(bench, as: "TSA1") {
            ["checkpoint", "--file", "--tsa", $0, "--annex", "m/annex.txt"]
        }
        #expect(result.status == 0, "\(result.errors)")
        let list = try bench.docket(["list"])
        #expect(list.output.split(separator: "\n").last?.contains("time-stamp") == true)
        let audit = try bench.docket(["audit", "--no-file"])
        #expect(audit.status == 0)
    }

    @Test func `openssl verifies the token that docket fetched`() throws {
        let bench = try CliMatter.copy()
        let result = try Self.ask(bench, as: "TSA1") {
            [
                "timestamp", "request", "claims.txt", "--tsa", $0, "--annex", "m/annex.txt", "-o",
                "t.tst",
            ]
        }
        #expect(result.status == 0, "\(result.errors)")
        let check = try bench.run(
            "/usr/bin/openssl",
            [
                "ts", "-verify", "-in", "t.tst", "-token_in", "-data", "claims.txt", "-CAfile",
                "m/certificates/CA1-root.pem",
            ])
        #expect(check.status == 0 && check.output.contains("Verification: OK"), "\(check.errors)")
    }

    @Test func `an authority that the annex does not list is refused`() throws {
        let bench = try CliMatter.copy()
        let annex = try String(contentsOfFile: bench.path("m/annex.txt"), encoding: .utf8)
        let others = annex.split(separator: "\n").filter { !$0.hasPrefix("tsa ") }
        try bench.write("other-annex.txt", others.joined(separator: "\n") + "\n")
        let result = try Self.ask(bench, as: "TSA1") {
            [
                "timestamp", "request", "claims.txt", "--tsa", $0, "--annex", "other-annex.txt",
                "-o",
                "t.tst",
            ]
        }
        #expect(bench.exists("reply"), "the authority was asked and answered")
        #expect(result.status != 0)
        #expect(!bench.exists("t.tst"))
    }
}
