// Our paths against those of `openssl verify`, over public certificates and over changed ones. OpenSSL may accept what we refuse, which
// is counted; what we accept and OpenSSL refuses is listed in docs/validation-differences.md.
import EvidenceTesting
import EvidenceValues
import Foundation
import Testing

@testable import Cryptography

@Suite(.enabled(if: OpenSSLCommand.isPresent, "the openssl command is missing"))
struct `Paths beside OpenSSL's` {
    /// Certificates to be traced through one another to an anchor.
    struct Group {
        let name: String
        let anchors: [[UInt8]]
        /// What the list of differences calls each.
        let leaves: [(name: String, der: [UInt8])]
        let others: [[UInt8]]
        let instant: Instant
    }

    /// By leaf, OpenSSL's reason; nil if it accepts.
    private func verdicts(_ group: Group) throws -> [String?] {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "docket-verify-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        func write(_ certificates: [[UInt8]], as name: String) throws {
            let blocks = certificates.map {
                "-----BEGIN CERTIFICATE-----\n"
                    + Data($0).base64EncodedString(options: [
                        .lineLength64Characters, .endLineWithLineFeed,
                    ])
                    + "\n-----END CERTIFICATE-----\n"
            }
            try Data(blocks.joined().utf8).write(to: folder.appending(path: name))
        }
        try write(group.anchors, as: "anchors.pem")
        try write(group.others, as: "others.pem")
        for (index, leaf) in group.leaves.enumerated() {
            try write([leaf.der], as: "\(index).pem")
        }
        var arguments = ["verify", "-trusted", "anchors.pem", "-partial_chain", "-policy_check"]
        // Without a policy that is asked for, OpenSSL takes none as wanted.
        arguments += ["-policy", "2.5.29.32.0"]
        arguments += ["-attime", "\(group.instant.milliseconds / 1000)", "-auth_level", "2"]
        arguments += ["-verify_depth", "\(CertificatePool.maximumIntermediates)"]
        if !group.others.isEmpty { arguments += ["-untrusted", "others.pem"] }
        arguments += group.leaves.indices.map { "\($0).pem" }
        let output = try OpenSSLCommand.run(arguments, in: folder).text
        var verdicts = [String?](repeating: "no answer", count: group.leaves.count)
        var reason = "unreadable"
        for line in output.split(separator: "\n") {
            if line.contains(" lookup: "), let words = line.split(separator: ":").last {
                reason = words.trimmingCharacters(in: .whitespaces)
            }
            let parts = line.replacing("error ", with: "").split(separator: ".pem: ")
            guard parts.count == 2, let index = parts.first.flatMap({ Int($0) }) else { continue }
            verdicts[index] = parts[1] == "OK" ? nil : reason
            if parts[1] != "OK" { reason = "unreadable" }
        }
        return verdicts
    }

    private func ours(_ group: Group) -> [PathFailure?] {
        let memory = ObjectMemory()
        let pool = CertificatePool(
            group.others.compactMap { memory.certificate($0) }, memory: memory)
        return group.leaves.map { leaf in
            guard let certificate = memory.certificate(leaf.der) else {
                return .other("unreadable")
            }
            let search = pool.paths(
                of: certificate, anchors: group.anchors, at: group.instant, purpose: .any)
            #expect(search.paths.isEmpty != (search.failure == nil))
            return search.failure
        }
    }

    /// What only we accept.
    private func compare(_ group: Group) throws -> [ValidationDifferences.Line] {
        let theirs = try verdicts(group)
        let ours = ours(group)
        var counts = [0, 0, 0, 0]
        var lines: [ValidationDifferences.Line] = []
        for (index, leaf) in group.leaves.enumerated() {
            counts[(theirs[index] == nil ? 0 : 1) + (ours[index] == nil ? 0 : 2)] += 1
            if ours[index] == nil, let reason = theirs[index] {
                lines.append(
                    .init(
                        suite: "openssl differential", name: "\(group.name): \(leaf.name)",
                        expected: reason, ours: "ok"))
            }
        }
        print(
            "beside openssl, \(group.name): \(group.leaves.count) cases, both accept \(counts[0]), "
                + "both refuse \(counts[3]), only openssl accepts \(counts[2]), only we \(counts[1])"
        )
        return lines
    }

    @Test(.enabled(if: Vectors.arePresent, "no public vectors beside the package"))
    func `public certificates hold only where OpenSSL has them hold, but for the listed`() throws {
        var lines: [ValidationDifferences.Line] = []
        for group in try groups() { lines += try compare(group) }
        try ValidationDifferences.listed.get().expect(lines, in: "openssl differential")
    }

    private func certificates(below folder: String) throws -> [(name: String, der: [UInt8])] {
        try Vectors.files(below: folder).compactMap { file in
            guard let read = try? ParsedCertificate.readAll(pemOrDER: try Vectors.bytes(file)),
                read.count == 1
            else { return nil }
            let name = file.split(separator: "/").last.map(String.init) ?? file
            return (name, read[0].derBytes)
        }
    }

    private func groups() throws -> [Group] {
        var groups: [Group] = []
        for (name, folder, root, day) in [
            ("pkits", "pkits/certs", try Vectors.row(of: "anchors", "pkits/certs"), "2022-05-01"),
            (
                "openssl", "openssl/certs", try Vectors.row(of: "anchors", "openssl/certs"),
                "2026-11-22"
            ),
            ("pss", "pyhanko-certvalidator/testing-ca-pss", "root", "2020-06-01"),
            (
                "pss exclusive", "pyhanko-certvalidator/testing-ca-pss-exclusive", "root",
                "2020-06-01"
            ),
            ("ed25519", "pyhanko-certvalidator/testing-ca-ed25519", "root", "2020-06-01"),
            ("multilayer", "pyhanko-certvalidator/multilayer/certs", "root", "2020-06-01"),
            ("freshness", "pyhanko-certvalidator/freshness/certs", "root", "2020-12-01"),
        ] {
            let all = try certificates(below: folder)
            let anchors = all.filter { $0.name.hasPrefix(root) }.map(\.der)
            let names = Set(anchors.compactMap { try? ParsedCertificate(der: $0).subjectDER })
            // Other certificates of the anchor for itself lead OpenSSL astray, for it follows one path only.
            let others = try all.filter {
                let certificate = try ParsedCertificate(der: $0.der)
                return !certificate.isSelfIssued || !names.contains(certificate.subjectDER)
            }
            groups.append(
                Group(
                    name: name, anchors: anchors, leaves: all, others: others.map(\.der),
                    instant: at(day)))
        }
        return groups
    }

    /// A path, each certificate changed at many places, the end entity and those between.
    @Test func `changed certificates hold for neither`() throws {
        let world = try PathWorld()
        let sub = try world.root.intermediate("SUB", validity: PathWorld.validity)
        let leaf = try sub.issue("LEAF", validity: PathWorld.validity).certificate
        func changed(_ der: [UInt8]) -> [(name: String, der: [UInt8])] {
            stride(from: 0, to: der.count, by: 5).map { position in
                var bytes = der
                bytes[position] ^= position % 2 == 0 ? 0x01 : 0x20
                return ("byte \(position)", bytes)
            }
        }
        let leaves = Group(
            name: "changed leaf", anchors: [world.root.certificate],
            leaves: changed(leaf) + [("unchanged", leaf)], others: [sub.certificate],
            instant: PathWorld.now)
        #expect(try compare(leaves).isEmpty)
        #expect(ours(leaves).filter { $0 == nil }.count == 1)
    }
}
