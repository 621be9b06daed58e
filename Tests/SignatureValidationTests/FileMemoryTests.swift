// What is kept for later files changes no answer: whatever was asked before, by whichever policy, a file's record is the one that it
// has when it is asked about alone.

import Cryptography
import EvidenceTesting
import EvidenceValues
import SignatureValidation
import Testing

@Suite struct `What files share` {
    private func files(_ pki: FilePKI) throws -> [[UInt8]] {
        try [pki.fruta, pki.gator].flatMap { signer in
            var plain = LongTermWriter(content: FilePKI.content)
            try plain.sign(by: signer)
            var stamped = plain
            try stamped.addSignatureTimeStamp(by: pki.clock, at: at("2026-02-02"))
            return [plain.bytes, stamped.bytes]
        }
    }

    private func policies(_ pki: FilePKI) -> [ValidationPolicy] {
        let ended = [ApprovedAlgorithm(name: "sha-384", until: nil)]
        return ["2026-02-04", "2026-03-20", "2026-04-02", "2027-02-02"].flatMap { date in
            let standard = policy(trusting: [pki.root.certificate], at: at(date))
            var strict = standard
            strict.trust.algorithms = ended
            return [standard, strict]
        }
    }

    @Test func `leaves each record as it is of the file alone`() throws {
        let pki = try FilePKI()
        let lists = [
            try pki.list("2026-02-03"),
            try pki.list("2026-04-01", revoking: pki.fruta, from: "2026-03-04"),
        ]
        func others(_ memory: ObjectMemory) -> GivenMaterial {
            var others = GivenMaterial()
            for list in lists { _ = others.add(list, memory: memory) }
            return others
        }
        func record(
            _ file: [UInt8], _ others: GivenMaterial, _ policy: ValidationPolicy,
            _ memory: ObjectMemory
        ) -> FileRecord {
            FileValidation(
                name: "contract.p7s", bytes: file, content: .bytes(FilePKI.content),
                others: others, policy: policy, memory: memory
            ).record
        }
        let memory = ObjectMemory()
        let shared = others(memory)
        var outcomes: Set<String> = []
        let files = try files(pki)
        for policy in policies(pki) + policies(pki).reversed() {
            for file in files + files {
                let fresh = ObjectMemory()
                let alone = record(file, others(fresh), policy, fresh)
                #expect(record(file, shared, policy, memory) == alone)
                outcomes.insert("\(alone.indication) \(alone.subIndication?.rawValue ?? "")")
            }
        }
        #expect(outcomes.count >= 4, "\(outcomes)")
    }
}
