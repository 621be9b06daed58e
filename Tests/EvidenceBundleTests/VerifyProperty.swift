// What must hold of the whole of `verify`, whatever bytes it gets: an answer, and never that what nobody signed is authentic. The fuzzer (Fuzz/run)
// compiles this file too.
//
// An input is tried as a bundle, and, since no fuzzer guesses checksums and digests, as a member of the sound sample: its first byte says which,
// the rest takes the member's place, and the manifest is made anew around it under the sample's old seal.

import Container
import EvidenceBundle
import EvidenceValues
import Foundation
import TransparencyLog

/// `verify` under the agreement and the annex of Fuzz/Given.
struct VerifyProperty: Sendable {
    /// The target's name, and that of its folder of samples.
    static let name = "verify"

    private let sample: [UInt8]
    private let trust: ArbiterTrust
    private let time: Instant
    private let members: [(name: MemberName, mediaType: MediaType, bytes: [UInt8])]
    private let seal: [UInt8]

    /// Reads the sample and what its arbiter pins below `folder`.
    init(folder: String) {
        let path = "\(folder)/Given/\(Self.name)/"
        sample = Self.file(path + "sample.asice")
        trust = ArbiterTrust(
            agreement: .copy(Self.file(path + "agreement.md")),
            annex: .copy(Self.file(path + "annex.txt")))
        guard let time = Instant(text: "2026-06-01T00:00:00Z"),
            let parts = try? Self.parts(of: sample)
        else { preconditionFailure("no sample in \(folder)") }
        self.time = time
        (members, seal) = parts
    }

    /// Whether the property holds of `bytes`.
    func holds(_ bytes: [UInt8]) -> Bool {
        guard !isAccepted(bytes) || bytes == sample else { return false }
        guard let first = bytes.first else { return true }
        let place = Int(first) % members.count
        let content = Array(bytes.dropFirst())
        guard let other = try? bundle(place, content) else { return true }
        return !isAccepted(other) || content == members[place].bytes
    }

    /// The inputs that leave the sample as it is: what the fuzzer begins with.
    var seeds: [[UInt8]] {
        members.indices.map { [UInt8(truncatingIfNeeded: $0)] + members[$0].bytes }
    }

    /// The sample with other bytes for one of its members.
    private func bundle(_ place: Int, _ content: [UInt8]) throws -> [UInt8] {
        var parts = members
        parts[place].bytes = content
        let manifest = ASiCManifest(
            parts.map {
                .init(name: $0.name, mediaType: $0.mediaType, digest: .sha256($0.bytes))
            })
        return try ContainerWriter.bytes(
            of: parts.map { ContainerMember($0.name, .bytes($0.bytes)) } + [
                ContainerMember(.manifest, .bytes(manifest.bytes)),
                ContainerMember(.signature, .bytes(seal)),
            ])
    }

    private func isAccepted(_ bytes: [UInt8]) -> Bool {
        let answer = try? verifyBundle(bytes, trust: trust, at: time, tool: "fuzz")
        return answer?.record.status == .authentic || answer?.record.status == .conditional
    }

    private static func parts(
        of sample: [UInt8]
    ) throws -> ([(name: MemberName, mediaType: MediaType, bytes: [UInt8])], [UInt8]) {
        let container = try ZipContainer(.bytes(sample))
        let manifest = try ASiCManifest(parsing: container.read(.manifest, limit: 1 << 20))
        let members = try manifest.references.map {
            (
                name: $0.name, mediaType: $0.mediaType,
                bytes: try container.read($0.name, limit: 1 << 20)
            )
        }
        return (members, try container.read(.signature, limit: 1 << 20))
    }

    private static func file(_ path: String) -> [UInt8] {
        FileManager.default.contents(atPath: path).map { Array($0) } ?? []
    }
}
