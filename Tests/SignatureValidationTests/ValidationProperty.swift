// What must hold of the validation of a file, whatever its bytes: an answer, the same each time, and total-passed only for what the
// keys of the samples signed. The fuzzer (Fuzz/run) compiles this file too.
//
// Bytes may change where nothing is signed (unsigned attributes, further certificates, PEM's line ends), so a file is not compared with
// the samples but what it is said to prove: who signed what, which authority stated which time, which object an authority issued.

import Cryptography
import EvidenceValues
import Foundation
import SignatureValidation

/// The whole of `docket validate` on one file, under the anchor of Fuzz/Trust and with the lists of Fuzz/Given.
struct ValidationProperty: Sendable {
    /// The target's name, and that of its folder of samples.
    static let name = "validate"

    private let policy: ValidationPolicy
    private let given: GivenMaterial
    private let memory = ObjectMemory()
    /// What the samples prove.
    private var proven: Set<String> = []

    /// Reads trust, given lists and samples below `folder`.
    init(folder: String) {
        var trust = PinnedTrust()
        if let party = PartyID("FUZZCA") {
            for anchor in Self.files(folder + "/Trust") {
                trust.anchors.append(TrustAnchor(party: party, derBytes: anchor))
                trust.authorities.append(TrustedTSA(party: party, derBytes: anchor))
            }
        }
        guard let time = Instant(text: "2026-01-05T00:00:00Z"), !trust.anchors.isEmpty else {
            preconditionFailure("no trust in \(folder)")
        }
        policy = ValidationPolicy(
            trust: trust, validationTime: time, skew: TimeSpan(seconds: 60))
        var given = GivenMaterial()
        for list in Self.files(folder + "/Given") { _ = given.add(list, memory: memory) }
        self.given = given
        for sample in Self.files("\(folder)/Corpus/\(Self.name)") {
            proven.formUnion(Self.claims(of: record(of: sample, memory: memory)))
        }
    }

    /// How many different things the samples prove.
    var provenCount: Int { proven.count }

    /// Whether the property holds of `bytes`.
    func holds(of bytes: [UInt8]) -> Bool {
        let record = record(of: bytes, memory: memory)
        return Self.claims(of: record).isSubset(of: proven)
            && record == self.record(of: bytes, memory: ObjectMemory())
            && (record.indication == .totalPassed) == (record.subIndication == nil)
            && !record.sentence.isEmpty
    }

    /// The validation of `bytes`.
    func record(of bytes: [UInt8], memory: ObjectMemory) -> FileRecord {
        let isOver = !FileValidation.neededDigests(of: bytes).isEmpty
        return FileValidation(
            name: "file", bytes: bytes, content: isOver ? .bytes(Array("content\n".utf8)) : nil,
            others: given, policy: policy, memory: memory
        ).record
    }

    // Only what passed claims anything.
    private static func claims(of record: FileRecord) -> Set<String> {
        var claims: [String] = []
        for signature in record.signatures {
            claims += self.claims(of: signature)
        }
        claims += record.timeStamps.filter { $0.indication == .totalPassed }.map(claim)
        if record.signatures.isEmpty, record.timeStamps.isEmpty,
            record.indication == .totalPassed
        {
            claims += record.checks.filter { $0.outcome == .passed }.map(\.subject)
        }
        return Set(claims)
    }

    private static func claims(of signature: SignatureRecord) -> [String] {
        let stamps = signature.timeStamps.filter { $0.indication == .totalPassed }.map(claim)
        let others = signature.countersignatures.flatMap(claims)
        guard signature.indication == .totalPassed else { return stamps + others }
        let signer = signature.certificate?.text ?? "nobody"
        return stamps + others + ["\(signer) signed \(signature.content?.text ?? "nothing")"]
    }

    private static func claim(_ stamp: TimeStampRecord) -> String {
        "\(stamp.subject) stated \(stamp.time)"
    }

    private static func files(_ folder: String) -> [[UInt8]] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.sorted().compactMap {
            FileManager.default.contents(atPath: folder + "/" + $0).map { Array($0) }
        }
    }
}

/// The text of approved algorithms: one spelling.
enum AlgorithmsProperty {
    static let name = "algorithms"

    static func holds(of bytes: [UInt8]) -> Bool {
        guard let text = String(validating: bytes, as: UTF8.self),
            let catalogue = try? AlgorithmCatalogue(parsing: text)
        else { return true }
        return Array(catalogue.text.utf8) == bytes
    }
}
