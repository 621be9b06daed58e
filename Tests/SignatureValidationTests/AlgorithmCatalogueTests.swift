// The catalogue by itself, and the standard one against its sources: ETSI's machine-readable edition and DSS's default policy.

import EvidenceTesting
import EvidenceValues
import Foundation
import SignatureValidation
import Testing

/// The folder of public vectors: beside the package, or where the environment says.
enum Vectors {
    static func folder(_ name: String) -> URL? {
        let beside = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "shared/vectors")
        let root =
            ProcessInfo.processInfo.environment["DOCKET_VECTORS"].map { URL(filePath: $0) }
            ?? beside
        let folder = root.appending(path: "evidence").appending(path: name)
        return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
    }
}

@Suite struct `Algorithm catalogue` {
    private static let text = """
        algorithm ecdsa-p256 until 2031-01-01T00:00:00Z
        algorithm rsa-2048 until 2029-01-01T00:00:00Z
        algorithm rsa-3072 until open
        algorithm sha-256 until open

        """

    @Test func `is written as it is read`() throws {
        let catalogue = try AlgorithmCatalogue(parsing: Self.text)
        #expect(catalogue.text == Self.text)
        #expect(try AlgorithmCatalogue(parsing: AlgorithmCatalogue.standard.text) == .standard)
    }

    @Test(arguments: [
        "", "\n", "algorithm sha-256 until open", "algorithm sha-256 until open\n\n",
        "algorithm SHA-256 until open\n", "algorithm sha-256  until open\n",
        "algorithm sha-256 until never\n", "algorithm sha-256 until 2031-01-01\n",
        "algorithm sha-256 until 2031-01-01T00:00:00.000Z\n", "algorithm sha-256 until open \n",
        "algorithm sha-256 until open\nalgorithm sha-256 until open\n",
        "algorithm sha-256 until open\nalgorithm ecdsa-p256 until open\n",
        "algorithm sha-256 until open\r\n", "anchor sha-256 until open\n",
    ])
    func `refuses every other spelling`(_ text: String) {
        #expect(throws: AlgorithmCatalogueError.self) { try AlgorithmCatalogue(parsing: text) }
    }

    @Test func `ends an algorithm at its instant, exclusive`() throws {
        let catalogue = try AlgorithmCatalogue(parsing: Self.text)
        let approval = catalogue.approval(of: "ecdsa-p256")
        #expect(approval.holds(at: at("2030-12-31T23:59:59.999Z")))
        #expect(!approval.holds(at: at("2031-01-01")))
        #expect(!catalogue.approval(of: "sha-1").holds(at: at("2001-01-01")))
        #expect(catalogue.approval(of: "rsa-4096") == .approved(until: nil))
        #expect(catalogue.approval(of: "rsa-3071") == .approved(until: at("2029-01-01")))
        #expect(catalogue.approval(of: "rsa-2047") == .unlisted)
    }

    @Test func `of the annex takes the place of the standard one`() {
        var policy = ValidationPolicy(
            trust: PinnedTrust(), validationTime: at("2026-06-01"), skew: TimeSpan(seconds: 0))
        #expect(policy.algorithms == .standard)
        policy.trust.algorithms = [ApprovedAlgorithm(name: "ed25519", until: nil)]
        #expect(policy.algorithms.approval(of: "ed25519") == .approved(until: nil))
        #expect(policy.algorithms.approval(of: "sha-256") == .unlisted)
    }

    @Test func `leaves Ed25519 to the annex`() {
        #expect(AlgorithmCatalogue.standard.approval(of: "ed25519") == .unlisted)
    }
}

/// An entry of ETSI's edition: a name, with a least size for some, and the day on which it ends.
private struct ETSIEntry {
    let name: String
    let size: String?
    let end: String?

    static func all(in data: Data) throws -> [ETSIEntry] {
        let root = try JSONSerialization.jsonObject(with: data) as? [String: Any]
        let policy = root?["SecuritySuitabilityPolicyType"] as? [String: Any]
        let algorithms = policy?["Algorithm"] as? [[String: Any]] ?? []
        return algorithms.flatMap { algorithm in
            let name = (algorithm["AlgorithmIdentifier"] as? [String: Any])?["Name"] as? String
            return list(algorithm["Evaluation"]).map { evaluation in
                let size = list(evaluation["Parameter"]).first {
                    ["moduluslength", "plength"].contains($0["name"] as? String)
                }
                let validity = evaluation["Validity"] as? [String: Any]
                return ETSIEntry(
                    name: name ?? "", size: size?["Min"] as? String,
                    end: validity?["End"] as? String)
            }
        }
    }

    /// One value stands without an array.
    private static func list(_ value: Any?) -> [[String: Any]] {
        value as? [[String: Any]] ?? (value as? [String: Any]).map { [$0] } ?? []
    }
}

@Suite struct `Standard algorithms` {
    /// Which of our names an entry of ETSI's is, with a least size.
    private static func names(_ entry: String, _ size: String?) -> [String]? {
        let size = size ?? ""
        switch entry {
        case "SHA224", "SHA256", "SHA384", "SHA512": return ["sha-" + entry.dropFirst(3)]
        case "SHA3-256", "SHA3-384", "SHA3-512": return [entry.lowercased()]
        case "rsassa-pss": return ["rsa-pss-" + size]
        case "DSA": return ["dsa-" + size]
        case "secp256r1": return ["ecdsa-p256"]
        case "secp384r1": return ["ecdsa-p384"]
        // The edition's slip for secp521r1, whose object identifier it gives.
        case "secp512r1": return ["ecdsa-p521"]
        default:
            if entry.hasPrefix("brainpoolP") {
                return ["ecdsa-brainpool-p" + entry.dropFirst(10).dropLast(2)]
            }
            return entry.hasSuffix("WithRSAEncryption") ? ["rsa-" + size] : nil
        }
    }

    @Test(.enabled(if: Vectors.folder("crypto-suites") != nil))
    func `live as long as ETSI says and no longer`() throws {
        let folder = try #require(Vectors.folder("crypto-suites"))
        let files = try FileManager.default.contentsOfDirectory(
            at: folder, includingPropertiesForKeys: nil)
        var compared = 0
        for file in files where file.pathExtension == "json" {
            for entry in try ETSIEntry.all(in: Data(contentsOf: file)) {
                // The edition's dates end with the last millisecond of a day in UTC+1.
                let end = entry.end.map { at($0.prefix(10) + "T23:00:00Z") }
                for name in Self.names(entry.name, entry.size) ?? [] {
                    compared += 1
                    #expect(
                        AlgorithmCatalogue.standard.approval(of: name) == .approved(until: end),
                        "\(name)")
                }
            }
        }
        print("standard algorithms compared with ETSI's:", compared)
        #expect(compared >= 25)
    }

    /// `<Algo Date="2012-08-01" Size="1024">NAME</Algo>`
    @Test(.enabled(if: Vectors.folder("crypto-suites") != nil))
    func `are dead since DSS says`() throws {
        let folder = try #require(Vectors.folder("crypto-suites"))
        var compared = 0
        for file in try FileManager.default.contentsOfDirectory(
            at: folder, includingPropertiesForKeys: nil)
        where file.lastPathComponent.hasSuffix("constraint.xml") {
            let text = try String(contentsOf: file, encoding: .utf8)
            for match in text.matches(
                of: /<Algo Date="([0-9-]{10})"(?: Size="([0-9]+)")?>([^<]+)<\/Algo>/)
            {
                let (_, day, size, family) = match.output
                let least = size.map(String.init) ?? ""
                let name: String? =
                    switch family {
                    case "MD5": "md5"
                    case "SHA1": "sha-1"
                    case "SHA224": "sha-224"
                    case "RSA": "rsa-" + least
                    case "RSASSA-PSS": "rsa-pss-" + least
                    case "DSA": "dsa-" + least
                    case "ECDSA": least == "163" ? "ecdsa-p192" : "ecdsa-p" + least
                    default: nil
                    }
                guard let name, name != "ecdsa-p160" else { continue }
                // What both have, ETSI's edition ends an hour earlier.
                let end = day == "2029-01-01" ? at("2028-12-31T23:00:00Z") : at(String(day))
                compared += 1
                #expect(
                    AlgorithmCatalogue.standard.approval(of: name) == .approved(until: end),
                    "\(name)")
            }
        }
        print("standard algorithms compared with DSS's:", compared)
        #expect(compared >= 16)
    }
}
