// `docket validate` as a process: what it prints, in which order, how it exits, and that one bad file stops nothing.

import EvidenceTesting
import EvidenceValues
import Foundation
import Testing
import TransparencyLog

/// A workbench with a CA, a party, a TSA, a list, and what they signed.
struct ValidationBench {
    static let time = "2026-02-01T00:00:00Z"

    let bench: CliWorkbench
    let authority: CertificateAuthority
    let party: TestIdentity
    let list: [UInt8]

    init() throws {
        bench = try CliWorkbench()
        authority = try CliWorkbench.authority()
        party = try authority.issue("FRUTA", validity: try CliWorkbench.validity())
        list = try authority.revocationList(
            number: 1, thisUpdate: try Self.instant("2026-01-02T00:00:00Z"),
            nextUpdate: try Self.instant("2026-03-01T00:00:00Z"))
        try FileManager.default.createDirectory(
            atPath: bench.path("trust"), withIntermediateDirectories: true)
        try bench.write("trust/CA1.pem", PEM.certificates([authority.certificate]))
        try bench.write("contract", "content\n")
        try put("contract.p7s", try signature())
    }

    static func instant(_ text: String) throws -> Instant { try #require(Instant(text: text)) }

    func put(_ name: String, _ bytes: [UInt8]) throws { try bench.folder.write(name, bytes) }

    /// A signature with a time-stamp and a list, which is total-passed under the CA.
    func signature(
        over content: String = "content\n", attached: Bool = false, broken: Bool = false,
        hasList: Bool = true
    ) throws -> [UInt8] {
        let time = try Self.instant("2026-01-01T00:00:00Z")
        let stamper = try TimeStampingAuthority(
            "TSA1", under: authority, validity: try CliWorkbench.validity())
        var options = SignedDataOptions()
        options.signingTime = time
        options.isAttached = attached
        options.signatureIsBroken = broken
        options.revocationLists = hasList ? [list] : []
        options.signatureTimeStamp = { try stamper.token(over: $0, at: time) }
        return try SignedDataWriter.sign(Array(content.utf8), by: party, options: options)
    }

    /// Runs `docket validate` at the bench's time.
    func validate(_ arguments: [String], trust: Bool = true) throws -> CliResult {
        try bench.docket(
            ["validate"] + arguments + ["--at", Self.time] + (trust ? ["--trust", "trust"] : []))
    }

    /// The JSON documents of an output.
    static func documents(_ output: String) throws -> [[String: Any]] {
        try output.split(separator: "\n").map { line in
            try #require(
                try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        }
    }

    static func name(_ document: [String: Any]) -> String? {
        (document["file"] as? [String: Any])?["name"] as? String
    }
}

@Suite struct `Validating files` {
    @Test func `a good signature beside its content is total-passed`() throws {
        let bench = try ValidationBench()
        let result = try bench.validate(["contract.p7s"])
        #expect(result.status == 0, "\(result.output)\(result.errors)")
        #expect(result.output.hasPrefix("✔ contract.p7s: TOTAL-PASSED. "), "\(result.output)")
        #expect(result.errors == "docket: 1 trust anchor from trust (1 file)\n")
    }

    @Test func `each way to bring content and trust leads to the same answer`() throws {
        let bench = try ValidationBench()
        try bench.put("s.der", try bench.signature())
        try bench.put("enclosing", try bench.signature(attached: true))
        for arguments in [
            ["contract.p7s"], ["s.der", "--content", "contract"], ["enclosing"],
            ["contract.p7s", "s.der", "--content", "contract"],
        ] {
            #expect(try bench.validate(arguments).status == 0, "\(arguments)")
        }
        let script = "'\(try CommandResult.product("docket"))' validate"
        for pipe in [
            "cat contract | \(script) s.der --content -", "cat enclosing | \(script) -",
            "cat s.der | \(script) - --content contract",
        ] {
            let result = try bench.bench.run(
                "bash", ["-c", pipe + " --trust trust/CA1.pem --at " + ValidationBench.time])
            #expect(result.status == 0, "\(pipe): \(result.output)\(result.errors)")
        }
    }

    @Test func `without trust nothing is total-passed, and it is said how`() throws {
        let bench = try ValidationBench()
        let result = try bench.validate(["contract.p7s"], trust: false)
        #expect(result.status == 3)
        #expect(result.errors.contains("no trust anchors"))
        #expect(result.errors.contains("--trust DIR"))
        #expect(result.output.contains("INDETERMINATE"))
    }

    @Test func `trust is the folder's own certificates and nothing else`() throws {
        let bench = try ValidationBench()
        try bench.bench.write("trust/README", "not a certificate\n")
        try FileManager.default.moveItem(
            atPath: bench.bench.path("trust/CA1.pem"), toPath: bench.bench.path("trust/.hidden"))
        let hidden = try bench.validate(["contract.p7s"])
        #expect(hidden.status == 3)
        #expect(hidden.errors.contains("trust/README is no certificate and was left out"))
        #expect(hidden.errors.contains("0 trust anchors from trust (0 files)"))
        try FileManager.default.createSymbolicLink(
            atPath: bench.bench.path("trust/CA1.pem"), withDestinationPath: ".hidden")
        #expect(try bench.validate(["contract.p7s"]).status == 0)
    }

    @Test func `what is given helps, and is not trusted`() throws {
        let bench = try ValidationBench()
        try bench.put("contract.p7s", try bench.signature(hasList: false))
        #expect(try bench.validate(["contract.p7s"]).status == 3)
        try bench.put("list.crl", bench.list)
        #expect(try bench.validate(["contract.p7s", "--with", "list.crl"]).status == 0)
        let given = try bench.validate(
            ["contract.p7s", "--with", "list.crl", "--with", "trust"], trust: false)
        #expect(given.status == 3)
        let useless = try bench.validate(["contract.p7s", "--with", "contract"])
        #expect(useless.errors.contains("contract holds no certificate"))
    }

    @Test func `who may tell the time can be others than who may certify signers`() throws {
        let bench = try ValidationBench()
        let other = try CertificateAuthority.root(
            "CA2", seed: "other", validity: try CliWorkbench.validity())
        try FileManager.default.createDirectory(
            atPath: bench.bench.path("times"), withIntermediateDirectories: true)
        try bench.bench.write("times/CA2.pem", PEM.certificates([other.certificate]))
        let late = ["contract.p7s", "--json"]
        func times(_ more: [String]) throws -> Set<String> {
            let result = try bench.validate(late + more)
            let document = try #require(try ValidationBench.documents(result.output).first)
            let signatures = try #require(document["signatures"] as? [[String: Any]])
            let stamps = try #require(signatures.first?["time_stamps"] as? [[String: Any]])
            return Set(stamps.compactMap { $0["indication"] as? String })
        }
        #expect(try times([]) == ["total-passed"])
        #expect(try times(["--trust-tsa", "times"]) == ["indeterminate"])
        #expect(try times(["--trust-tsa", "times", "--trust-tsa", "trust"]) == ["total-passed"])
    }

    @Test func `whatever an answer rests on is told with its file`() throws {
        let bench = try ValidationBench()
        try bench.put("contract.p7s", try bench.signature(hasList: false))
        try bench.put("list.crl", bench.list)
        let result = try bench.validate(["contract.p7s", "--with", "list.crl", "--json"])
        let document = try #require(try ValidationBench.documents(result.output).first)
        let objects = try #require(document["objects"] as? [[String: Any]])
        let files = Dictionary(
            objects.compactMap { object in
                (object["digest"] as? String).map { ($0, object["file"] as? String) }
            }, uniquingKeysWith: { first, _ in first })
        #expect(files[Digest.sha256(bench.list).text] == "list.crl")
        #expect(files[Digest.sha256(bench.authority.certificate).text] == "trust/CA1.pem")
        // The list is a file of its own, the certificate stands in a PEM text.
        let list = objects.first { $0["file"] as? String == "list.crl" }
        #expect(list?["offset"] as? Int == 0)
        #expect(objects.allSatisfy { $0["file"] is String })
    }

    @Test func `an algorithm that is not approved is not total-passed`() throws {
        let bench = try ValidationBench()
        try bench.bench.write("algorithms", "algorithm sha-512 until open\n")
        #expect(try bench.validate(["contract.p7s", "--algorithms", "algorithms"]).status == 3)
        try bench.bench.write("algorithms", "sha-512\n")
        let refused = try bench.validate(["contract.p7s", "--algorithms", "algorithms"])
        #expect(refused.status == 1)
        #expect(refused.errors.contains("algorithms:1: the algorithms cannot be read"))
    }

    @Test func `results stand in the order of the files, whatever stands between`() throws {
        let bench = try ValidationBench()
        try bench.put("changed.p7s", try bench.signature(broken: true))
        try bench.bench.write("changed", "content\n")
        try bench.bench.write("other.p7s", "no signature\n")
        try bench.bench.write("empty", "")
        try bench.put("alone.p7s", try bench.signature())
        let names =
            (0..<20).flatMap { _ in
                ["contract.p7s", "missing.p7s", "changed.p7s", "other.p7s", "empty", "alone.p7s"]
            } + ["trust", "contract.p7s"]
        for jobs in ["1", "2", "5"] {
            let result = try bench.validate(names + ["--json", "--jobs", jobs])
            #expect(result.status == 2)
            let documents = try ValidationBench.documents(result.output)
            #expect(documents.map(ValidationBench.name) == names)
            let answers = documents.map { $0["indication"] as? String ?? "none" }
            #expect(
                Array(answers.prefix(6)) == [
                    "total-passed", "none", "total-failed", "total-failed", "total-failed",
                    "indeterminate",
                ])
            #expect(answers.suffix(2) == ["none", "total-passed"])
            let types = documents.map { $0["message_type"] as? String }
            #expect(types[1] == "validation_error" && types[0] == "validation_report")
            #expect(result.errors.contains("docket: error: cannot read missing.p7s: no such file"))
            #expect(result.errors.contains("docket: error: trust is a folder"))
        }
    }

    @Test func `the same question has the same answer, to the byte`() throws {
        let bench = try ValidationBench()
        let names = ["contract.p7s", "trust/CA1.pem", "contract.p7s"]
        let first = try bench.validate(names + ["--json"])
        let second = try bench.validate(names + ["--json", "--jobs", "1"])
        #expect(first.output == second.output && !first.output.isEmpty)
    }

    static let statuses: [(files: [String], status: Int32)] = [
        (["contract.p7s"], 0), (["contract.p7s", "alone.p7s"], 3), (["alone.p7s", "missing"], 1),
        (["missing", "contract", "alone.p7s"], 2), (["missing"], 1),
    ]

    @Test(arguments: statuses)
    func `the exit status is that of the worst`(files: [String], status: Int32) throws {
        let bench = try ValidationBench()
        try bench.put("alone.p7s", try bench.signature())
        #expect(try bench.validate(files).status == status)
        #expect(try bench.validate(files + ["--json"]).status == status)
    }

    @Test func `an unreadable content is the file's own affair`() throws {
        let bench = try ValidationBench()
        try bench.put("enclosing", try bench.signature(attached: true))
        let result = try bench.validate(
            ["contract.p7s", "enclosing", "--content", "missing", "--json"])
        #expect(result.status == 1)
        let documents = try ValidationBench.documents(result.output)
        #expect(documents.map { $0["indication"] as? String } == [nil, "total-passed"])
    }

    @Test func `results come while later files are still awaited`() throws {
        let bench = try ValidationBench()
        let script = """
            mkfifo late
            '\(try CommandResult.product("docket"))' validate contract.p7s late \
              --trust trust --at \(ValidationBench.time) > out 2>/dev/null &
            for i in $(seq 200); do grep -q TOTAL-PASSED out && break; sleep 0.05; done
            grep -c TOTAL-PASSED out
            echo nothing > late
            wait $!
            """
        let result = try bench.bench.run("bash", ["-c", script])
        #expect(result.output == "1\n")
        #expect(result.status == 2)
    }

    @Test func `a hidden character in a name reaches no terminal`() throws {
        let bench = try ValidationBench()
        let name = "a\u{1B}[31m\u{202E}b.p7s"
        try bench.put(name, try bench.signature())
        let result = try bench.validate([name, name + ".missing"])
        for hidden in ["\u{1B}", "\u{202E}"] {
            #expect(!result.output.contains(hidden) && !result.errors.contains(hidden))
        }
        #expect(result.output.contains("⟨U+001B⟩"))
    }

    static let wrongUsage: [(arguments: [String], words: String)] = [
        (["validate"], "missing expected argument"),
        (["validate", "-", "--content", "-"], "- can be read once only"),
        (["validate", "x", "--jobs", "0"], "--jobs must be from 1 to 64"),
        (["validate", "x", "--skew", "long"], "long is no span of time"),
        (["validate", "x", "--at", "today"], "today is no time"),
    ]

    @Test(arguments: wrongUsage)
    func `wrong usage is refused before anything is read`(arguments: [String], words: String)
        throws
    {
        let result = try CliWorkbench().docket(arguments)
        #expect(result.status == 64)
        #expect(result.errors.contains(words), "\(result.errors)")
        #expect(result.output.isEmpty)
    }
}

@Suite struct `The JSON of validated files` {
    @Test func `has the documented members, and names objects that are there`() throws {
        let bench = try ValidationBench()
        let output = try bench.validate(["contract.p7s", "--json"]).output
        let document = try #require(try ValidationBench.documents(output).first)
        #expect(
            Set(document.keys) == [
                "checks", "file", "indication", "kind", "message_type", "objects",
                "schema_version", "sentence", "signatures", "sub_indication", "time_stamps",
                "tool", "validation_time",
            ])
        let objects = try #require(document["objects"] as? [[String: Any]])
        let content = try bench.bench.folder.read("contract.p7s")
        var known: Set<String> = []
        for object in objects {
            let digest = try #require(object["digest"] as? String)
            known.insert(digest)
            guard let offset = object["offset"] as? Int, let size = object["size"] as? Int,
                object["file"] as? String == "contract.p7s"
            else { continue }
            let bytes = Array(content[offset..<offset + size])
            #expect(Digest.sha256(bytes).text == digest, "\(object)")
        }
        #expect(known.count >= 4)
        let signatures = try #require(document["signatures"] as? [[String: Any]])
        let signature = try #require(signatures.first)
        #expect(signature["best_signature_time"] as? String == "2026-01-01T00:00:01Z")
        #expect((signature["time_stamps"] as? [Any])?.count == 1)
        for check in try #require(signature["checks"] as? [[String: Any]]) {
            let subject = try #require(check["subject"] as? String)
            #expect(known.contains(subject), "\(check)")
        }
    }

    /// Every public vector through one process: an answer for each file, and only reason codes of the table.
    @Test(.enabled(if: ValidationVectors.folder != nil))
    func `says of every public vector only what is documented`() throws {
        let files = try ValidationVectors.files()
        try #require(files.count >= 1_000)
        let bench = try ValidationBench()
        let result = try bench.validate(files + ["--json"])
        #expect(result.status == 2)
        let documents = try ValidationBench.documents(result.output)
        #expect(documents.count == files.count)
        let table = try `Reports on validated files`.table()
        var checks = 0
        for document in documents {
            #expect(document["message_type"] as? String == "validation_report")
            for check in ValidationVectors.checks(of: document) {
                let code = try #require(check["code"] as? String)
                let reasons = try #require(table[code], "\(code) is not in the table")
                checks += 1
                guard let reason = check["sub_indication"] as? String else { continue }
                #expect(reasons.contains(reason), "\(code) with \(reason)")
            }
        }
        print("validated \(documents.count) public files, \(checks) checks")
        #expect(checks >= files.count)
    }
}

/// The public vectors beside the package, or in the folder that DOCKET_VECTORS names.
enum ValidationVectors {
    static var folder: String? {
        let named = ProcessInfo.processInfo.environment["DOCKET_VECTORS"]
        let beside = `Reports on validated files`.root.deletingLastPathComponent()
            .appending(path: "shared/vectors").path
        return [named, beside].compactMap(\.self).first {
            FileManager.default.fileExists(atPath: $0 + "/evidence")
        }
    }

    /// Regular files of at most 4 MiB, sorted.
    static func files() throws -> [String] {
        let root = try #require(folder) + "/evidence"
        let names = try FileManager.default.subpathsOfDirectory(atPath: root).sorted()
        return names.map { root + "/" + $0 }.filter { path in
            let attributes = try? FileManager.default.attributesOfItem(atPath: path)
            let size = (attributes?[.size] as? NSNumber)?.intValue ?? 0
            return attributes?[.type] as? FileAttributeType == .typeRegular && size < 1 << 22
        }
    }

    /// All checks of a document, wherever they stand.
    static func checks(of value: Any) -> [[String: Any]] {
        if let array = value as? [Any] { return array.flatMap(checks) }
        guard let object = value as? [String: Any] else { return [] }
        if object["code"] is String { return [object] }
        return object.values.flatMap(checks)
    }
}
