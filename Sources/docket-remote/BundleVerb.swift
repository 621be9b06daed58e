// `bundle`: the server puts the matter together; the manifest is signed here, with a key that never leaves, and only when it covers the
// very agreement, annex and claims that were given. What comes back is verified here before it gets its name.

import Agreements
import ArgumentParser
import CommandParts
import Container
import Cryptography
import DurableFiles
import EvidenceBundle
import EvidenceValues
import RemoteClient
import TransparencyLog
import VerifyCommand

/// `docket --server URL bundle`.
struct BundleVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bundle",
        abstract: "Take a matter out of the archive as one file for an arbiter.",
        discussion: """
            Example:
              docket --server URL bundle --matter BAN-1 --agreement seca-1.0.md \\
                --annex seca-1.0.annex.txt --claims claims.txt \\
                --key FRUTA.pem --cert FRUTA.crt -o BAN-1.asice
            """)

    @Option(help: "The matter.") var matter: String
    @Option(help: "The agreement's file.") var agreement: String
    @Option(help: "The annex's file; its signature is taken from ANNEX.p7s if that is there.")
    var annex: String
    @Option(help: "The claims' file.") var claims: String
    @Option(name: [.short, .long], help: "Where the bundle goes: NAME.asice.") var output: String
    @Option(help: "The time of the finding, as 2026-04-10T12:00:00Z; now if not given.")
    var at: String?
    @Option(help: "Leave the content of this exhibit out. May be repeated.")
    var withhold: [String] = []
    @Option(help: "Put the content of this exhibit in sealed, for --seal-to. May be repeated.")
    var seal: [String] = []
    @Option(help: "The certificate of somebody who may read what is sealed. May be repeated.")
    var sealTo: [String] = []
    @OptionGroup var identity: IdentityOptions
    @OptionGroup var options: RemoteOptions
    @OptionGroup var talk: TalkOptions
    @Flag(help: "Print one JSON document.") var json = false

    mutating func run() throws { try reporting(Failure.remote, make) }

    private func make() throws {
        if DurableFile.exists(output) { throw FileFailure.exists(path: output) }
        guard seal.isEmpty == sealTo.isEmpty else {
            throw Failure("--seal and --seal-to belong together", status: ExitStatus.usage)
        }
        let matter = try Given.matter(matter)
        let texts = try BundleTexts(agreement: agreement, annex: annex, claims: claims)
        let time = try Moment.given(at)
        let identity = try identity.identity()
        if identity == nil {
            Console.note(
                "no --key and --cert: nobody signs the bundle, so it will not be authentic")
        }
        try options.withSession { session in
            var request = RemoteRequest(
                "POST", "/v1/matters/\(URLText.escape(matter.text))/bundles")
            request.body = .bytes(
                CanonicalJSON.encode(.object(try order(texts, time, isSigned: identity != nil))),
                type: "application/json")
            let job = try BundleJob(session, begun: try session.json(request))
            let done = try job.finish { manifest in
                guard let identity else { throw RemoteError.strange(what: "a manifest") }
                return try texts.sign(manifest, identity, at: time)
            }
            try fetch(done, texts, time, session)
            job.remove()
        }
    }

    private func order(
        _ texts: BundleTexts, _ time: Instant, isSigned: Bool
    ) throws -> [String: JSONValue] {
        var order = texts.members
        order["at"] = .string(time.text)
        order["unsigned"] = .bool(!isSigned)
        if !withhold.isEmpty { order["withhold"] = .strings(withhold) }
        if !seal.isEmpty {
            let readers = try sealTo.flatMap { try CertificateFile.pem($0) }
            order["seal"] = .object(["exhibits": .strings(seal), "to": .strings(readers)])
        }
        return order
    }

    private func fetch(
        _ bundle: BundleJob.Made, _ texts: BundleTexts, _ time: Instant, _ session: RemoteSession
    ) throws {
        var found: BundleVerification?
        try Download(session: session, path: bundle.path).write(
            to: output, size: bundle.size, digest: bundle.digest
        ) { file in
            let verified = try verifyBundle(
                file: file, trust: texts.trust, at: time, tool: toolVersion)
            guard verified.record.matter.text == matter else {
                throw RemoteError.strange(what: "a bundle of \(verified.record.matter)")
            }
            found = verified
        }
        if let found { tell(found.record, bundle) }
    }

    private func tell(_ record: VerificationRecord, _ bundle: BundleJob.Made) {
        guard !json else {
            return Console.json(
                "bundle",
                [
                    "file": .string(output), "matter": .string(record.matter.text),
                    "digest": .string(bundle.digest.text),
                    "size": .integer(Int64(clamping: bundle.size)),
                    "status": .string(record.status.rawValue),
                    "is_witnessed": .bool(record.witnessing.isMet),
                    "exhibit_count": .integer(Int64(record.presentCount)),
                    "highest_number": .integer(Int64(clamping: record.highestNumber)),
                ])
        }
        Console.note(
            "\(output) holds \(record.presentCount) of \(record.highestNumber) exhibits of \(record.matter); "
                + "verified with your agreement and annex it is \(record.status.rawValue)")
        Console.note(record.witnessing.sentence)
        Console.line(output)
    }
}

/// The texts that go into a bundle.
struct BundleTexts {
    let agreement: [UInt8]
    let annex: [UInt8]
    let annexSignature: [UInt8]?
    let claims: [UInt8]
    private let anchors: [[UInt8]]

    init(agreement: String, annex: String, claims: String) throws {
        self.agreement = try DurableFile.read(agreement)
        self.annex = try DurableFile.read(annex)
        self.claims = try DurableFile.read(claims)
        _ = try SignedText.agreement(self.agreement, from: agreement)
        anchors = try SignedText.annex(self.annex, from: annex).trust.anchors.map(\.derBytes)
        _ = try SignedText.claims(self.claims, from: claims)
        let signature = annex + ".p7s"
        annexSignature = DurableFile.exists(signature) ? try DurableFile.read(signature) : nil
    }

    /// A party trusts the texts that it puts in.
    var trust: ArbiterTrust { ArbiterTrust(agreement: .copy(agreement), annex: .copy(annex)) }

    /// As the server takes them.
    var members: [String: JSONValue] {
        var annexMembers: [String: JSONValue] = [
            "text": .string(String(decoding: annex, as: UTF8.self))
        ]
        if let annexSignature {
            annexMembers["signature"] = .string(Base64.encode(annexSignature))
        }
        return [
            "agreement": .object(["text": .string(String(decoding: agreement, as: UTF8.self))]),
            "annex": .object(annexMembers),
            "claims": .string(String(decoding: claims, as: UTF8.self)),
        ]
    }

    /// The signature over a manifest, if it is one of a bundle with these texts.
    func sign(
        _ manifest: [UInt8], _ identity: SigningIdentity, at time: Instant
    ) throws -> [UInt8] {
        guard let listed = try? ASiCManifest(parsing: manifest) else {
            throw RemoteError.strange(what: "a manifest that is none")
        }
        let own = [
            BundleNames.agreement: agreement, BundleNames.annex: annex, BundleNames.claims: claims,
        ]
        for (name, bytes) in own {
            let found = listed.references.first { $0.name.text == name }?.digest
            guard found == .sha256(bytes) else {
                throw Failure(
                    "the server's manifest has another \(name) than was given",
                    hint: "nothing was signed", status: ExitStatus.failed)
            }
        }
        // The arbiter has the anchors already, and a seal holds nothing that it can do without. Spec: bundle-8
        var identity = identity
        identity.chain.removeAll { anchors.contains($0.derBytes) }
        return try signCMS(
            .bytes(manifest), detached: true, identity: identity, signingTime: time,
            checkpointNote: nil)
    }
}
