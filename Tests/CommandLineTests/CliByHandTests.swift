// What Docket makes is checked by other people's programs: sha256sum, openssl, ldd.

import EvidenceTesting
import EvidenceValues
import Foundation
import Testing

@Suite struct OtherPeoplesPrograms {
    @Test func `sha256sum leads from the file to the leaf hash`() throws {
        let bench = try CliWorkbench.withArchive()
        _ = try bench.docket(["file", "--matter", "BAN-1", "contract.md"])
        let script = """
            set -eu
            sed -n '/^docket-entry\\/v1$/,/^$/p' contract.md.receipt | sed '$d' > entry
            sed -n '/^docket-filing\\/v1$/,/^$/p' contract.md.receipt | sed '$d' > filing
            content=sha-256:$(openssl dgst -sha256 -binary contract.md | base64)
            grep -qx "content $content" filing
            grep -qx "filing sha-256:$(openssl dgst -sha256 -binary filing | base64)" entry
            { printf '\\0'; cat entry; } | sha256sum | cut -d' ' -f1
            """
        let result = try bench.run("bash", ["-c", script])
        #expect(result.status == 0, "\(result.errors)")
        let listed = try bench.docket(["list", "--json"]).output
        let leafHash = try #require(Digest(hex: result.output.dropLast()))
        #expect(listed.contains("\"leaf_hash\":\"\(leafHash.text)\""))
    }

    @Test(arguments: [[], ["--attached"]])
    func `openssl accepts the signature that docket makes`(options: [String]) throws {
        let bench = try CliWorkbench.withArchive()
        try bench.makeIdentity("FRUTA")
        _ = try bench.docket(["file", "--matter", "BAN-1", "contract.md"])
        try bench.write("latest", try bench.docket(["checkpoint"]).output)
        let signed = try bench.docket(
            ["sign", "contract.md", "--checkpoint", "latest", "-o", "c.p7s"] + RefusedCommand.sign
                + options)
        #expect(signed.status == 0, "\(signed.errors)")
        let content = options.isEmpty ? ["-content", "contract.md"] : []
        let verified = try bench.run(
            "openssl",
            [
                "cms", "-verify", "-binary", "-inform", "DER", "-in", "c.p7s", "-CAfile", "CA.crt",
                "-purpose", "any", "-out", "verified",
            ] + content)
        #expect(verified.status == 0, "\(verified.errors)")
        #expect(try bench.folder.read("verified") == bench.folder.read("contract.md"))
    }

    @Test func `openssl reads our request, and its answer is accepted and filed`() throws {
        let bench = try CliWorkbench.withArchive()
        let request = ["timestamp", "request", "contract.md", "-o", "q.tsq"]
        #expect(try bench.docket(request).status == 0)
        try makeAuthority(bench)
        let reply = try bench.run(
            "openssl",
            ["ts", "-reply", "-config", "tsa.cnf", "-queryfile", "q.tsq", "-out", "r.tsr"])
        try #require(reply.status == 0, "\(reply.errors)")
        let accepted = try bench.docket([
            "timestamp", "accept", "r.tsr", "contract.md", "--query", "q.tsq", "-o", "c.tst",
            "--matter",
            "BAN-1",
        ])
        #expect(accepted.status == 0, "\(accepted.errors)")
        let verified = try bench.run(
            "openssl",
            [
                "ts", "-verify", "-data", "contract.md", "-in", "c.tst", "-token_in", "-CAfile",
                "CA.crt",
            ])
        #expect(verified.status == 0, "\(verified.errors)")
        #expect(try bench.docket(["list"]).output.contains("time-stamp"))
    }

    @Test func `an answer to another request is refused`() throws {
        let bench = try CliWorkbench.withArchive()
        try bench.write("order.md", "An order.\n")
        _ = try bench.docket(["timestamp", "request", "contract.md", "-o", "q.tsq"])
        _ = try bench.docket(["timestamp", "request", "contract.md", "-o", "other.tsq"])
        try makeAuthority(bench)
        _ = try bench.run(
            "openssl",
            ["ts", "-reply", "-config", "tsa.cnf", "-queryfile", "q.tsq", "-out", "r.tsr"])
        for arguments in [["order.md"], ["contract.md", "--query", "other.tsq"]] {
            let accepted = try bench.docket(
                ["timestamp", "accept", "r.tsr"] + arguments + ["-o", "c.tst"])
            #expect(accepted.status == 2, "\(accepted.errors)")
            #expect(!bench.exists("c.tst"))
        }
    }

    @Test func `docket-verify needs no database, no TLS and no HTTP library`() throws {
        let bench = try CliWorkbench()
        let libraries = try bench.run("ldd", [try CommandResult.product("docket-verify")]).output
        #expect(libraries.contains("libcrypto"))
        for absent in ["sqlite", "libssl", "curl", "http", "nghttp", "FoundationNetworking"] {
            #expect(!libraries.contains(absent), "\(absent)")
        }
    }

    private func makeAuthority(_ bench: CliWorkbench) throws {
        let authority = try CliWorkbench.authority()
        let identity = try authority.issue(
            "TSA1", validity: try CliWorkbench.validity(), options: .timeStamping)
        try bench.write("TSA1.pem", identity.keyPEM)
        try bench.write("TSA1.crt", identity.certificatePEM)
        try bench.write("CA.crt", PEM.certificates([authority.certificate]))
        try bench.write("serial", "01\n")
        try bench.write(
            "tsa.cnf",
            """
            [tsa]
            default_tsa = one
            [one]
            serial = serial
            signer_cert = TSA1.crt
            signer_key = TSA1.pem
            certs = CA.crt
            signer_digest = sha256
            default_policy = 1.2.3.4
            digests = sha256
            accuracy = secs:1
            ess_cert_id_alg = sha256
            """)
    }
}
