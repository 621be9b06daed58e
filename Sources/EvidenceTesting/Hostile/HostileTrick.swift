// A hostile bundle: one trick, whoever can play it, and the reason for which the verifier must refuse the bundle. The trick works at one
// step of the making; all later steps are done again as the sound one's are, with a party's key for the seal and the finding that the
// verifier itself gives, so that nothing but the trick is wrong.

internal import Agreements
package import EvidenceBundle
package import EvidenceValues

/// What a trick is about; a part of the table.
package enum HostileArea: String, Sendable, Hashable, CaseIterable {
    case container, names, manifest, contents, seal, checkpoint, proofs, consistency, entries
    case filings, texts, witnesses, keys, erasure, evidence, trust
}

/// What an attacker has.
package enum Attacker: String, Sendable, Hashable {
    /// The bundle and a key for its seal that the annex's authority certified, or none.
    case party
    /// Keys and authorities of his own under any name.
    case outsider
    /// The archive's key.
    case archive
}

/// What must come out.
package struct HostileVerdict: Sendable, Hashable {
    package enum Outcome: String, Sendable, Hashable {
        /// No bundle at all.
        case refused
        case failed, indeterminate
        /// The bundle may be authentic, but the claim that the sound one proves is not proven.
        case unproven
    }

    package let outcome: Outcome
    /// The reason.
    package let code: String
    /// What else is told, for it follows.
    package let also: Set<String>

    package static func refused(_ code: String) -> HostileVerdict {
        HostileVerdict(outcome: .refused, code: code, also: [])
    }
    package static func failed(_ code: String, also: Set<String> = []) -> HostileVerdict {
        HostileVerdict(outcome: .failed, code: code, also: also)
    }
    package static func indeterminate(_ code: String, also: Set<String> = []) -> HostileVerdict {
        HostileVerdict(outcome: .indeterminate, code: code, also: also)
    }
    package static func unproven(_ code: String, also: Set<String> = []) -> HostileVerdict {
        HostileVerdict(outcome: .unproven, code: code, also: also)
    }
}

/// What the steps of the making may do otherwise.
package struct Forgery: Sendable {
    /// Changes the world before the arbiter pins its agreement and annex: what he accepts.
    package var arbiter: @Sendable (inout HostileWorld) throws -> Void = { _ in }
    /// Changes what is filed, logged and signed.
    package var world: @Sendable (inout HostileWorld) throws -> Void = { _ in }
    /// Changes members, before they are digested.
    package var members: @Sendable (inout HostileMembers, HostileWorld) throws -> Void = { _, _ in }
    /// Changes the manifest, before it is signed; nil leaves it out.
    package var manifest: @Sendable (String, HostileWorld) throws -> [UInt8]? = { text, _ in
        Array(text.utf8)
    }
    /// Signs the manifest; nil leaves the signature out.
    package var seal: @Sendable ([UInt8], HostileWorld) throws -> [UInt8]? = { manifest, world in
        try HostileSeal.sign(manifest, in: world)
    }
    /// Changes the container's records.
    package var zip: @Sendable (inout RawZip) throws -> Void = { _ in }
    /// Changes the file.
    package var file: @Sendable (inout [UInt8]) throws -> Void = { _ in }
    /// Changes what the arbiter pins, or when he verifies.
    package var reader: @Sendable (inout HostileBundle) throws -> Void = { _ in }
    /// Whether world or arbiter differ from the sound ones, so that the log has to be made anew.
    fileprivate(set) var isOfWorld = false

    package init() {}
}

/// The seal of a party.
package enum HostileSeal {
    package static func sign(
        _ manifest: [UInt8], in world: HostileWorld, by key: String = "ALFA",
        _ change: (inout SignedDataOptions) throws -> Void = { _ in }
    ) throws -> [UInt8] {
        var options = SignedDataOptions()
        options.signingTime = world.time
        try change(&options)
        return try SignedDataWriter.sign(manifest, by: world.keys.identity(key), options: options)
    }
}

/// A bundle as a file, and the arbiter before whom it is put.
package struct HostileBundle: Sendable {
    package var bytes: [UInt8]
    package var trust: ArbiterTrust
    package var time: Instant

    /// What the verifier says.
    package func answer() -> HostileAnswer {
        do {
            return HostileAnswer(
                try verifyBundle(bytes, trust: trust, at: time, tool: "docket test"))
        } catch let BundleError.refused(code, _, _) {
            return HostileAnswer(refusal: code)
        } catch { return HostileAnswer(refusal: "unreadable") }
    }
}

/// What a verifier said of a bundle.
package struct HostileAnswer: Sendable, Hashable {
    /// Nil where it was refused.
    package let status: VerificationStatus?
    /// The codes of what failed or could not be decided, of exhibits too.
    package let told: Set<String>
    /// The claims that it found proven.
    package let proven: Set<String>

    init(refusal code: String) { (status, told, proven) = (nil, [code], []) }

    init(_ verification: BundleVerification) {
        let record = verification.record
        let ofExhibits = record.exhibits.flatMap { exhibit in
            exhibit.checks + exhibit.signatures.flatMap(\.checks)
        }
        let checks = record.checks + ofExhibits
        status = record.status
        told = Set(
            checks.filter { $0.outcome == .failed || $0.outcome == .indeterminate }.map(\.code))
        let findings = verification.findings?.findings ?? []
        proven = Set(findings.filter { $0.value == .proven }.map(\.claim))
    }

    /// Whether an arbiter would take the bundle for good.
    package var isAccepted: Bool { status == .authentic || status == .conditional }

    /// Whether it is what must come out, for the reason that it must come out for and no other.
    package func meets(_ verdict: HostileVerdict) -> Bool {
        let isOutcome =
            switch verdict.outcome {
            case .refused: status == nil
            case .failed: status == .failed
            case .indeterminate: status == .indeterminate
            case .unproven: proven.isEmpty
            }
        return isOutcome && told.contains(verdict.code)
            && told.isSubset(of: verdict.also.union([verdict.code]))
    }
}

/// One hostile bundle.
package struct HostileTrick: Sendable, CustomStringConvertible {
    package let area: HostileArea
    package let title: String
    package let attacker: Attacker
    package let verdict: HostileVerdict
    package let forgery: Forgery

    package init(
        _ area: HostileArea, _ title: String, _ attacker: Attacker, _ verdict: HostileVerdict,
        _ forgery: Forgery
    ) {
        self.area = area
        self.title = title
        self.attacker = attacker
        self.verdict = verdict
        self.forgery = forgery
    }

    package var description: String { "\(area.rawValue): \(title)" }

    /// The bundle.
    package func bundle() throws -> HostileBundle { try forgery.bundle() }
}

extension Forgery {
    package static func world(
        _ change: @escaping @Sendable (inout HostileWorld) throws -> Void
    ) -> Forgery {
        var forgery = Forgery()
        forgery.world = change
        forgery.isOfWorld = true
        return forgery
    }

    package static func arbiter(
        _ change: @escaping @Sendable (inout HostileWorld) throws -> Void
    ) -> Forgery {
        var forgery = Forgery()
        forgery.arbiter = change
        forgery.isOfWorld = true
        return forgery
    }

    /// What an arbiter accepts, and what is done to what he is shown.
    package static func arbiter(
        _ change: @escaping @Sendable (inout HostileWorld) throws -> Void,
        world: @escaping @Sendable (inout HostileWorld) throws -> Void
    ) -> Forgery {
        var forgery = Forgery.arbiter(change)
        forgery.world = world
        return forgery
    }

    package static func members(
        _ change: @escaping @Sendable (inout HostileMembers, HostileWorld) throws -> Void
    ) -> Forgery {
        var forgery = Forgery()
        forgery.members = change
        return forgery
    }

    /// The same with what was filed, logged and signed changed before.
    package func members(
        _ change: @escaping @Sendable (inout HostileMembers, HostileWorld) throws -> Void
    ) -> Forgery {
        var forgery = self
        forgery.members = change
        return forgery
    }

    package static func manifest(
        _ change: @escaping @Sendable (String) throws -> String
    ) -> Forgery {
        var forgery = Forgery()
        forgery.manifest = { text, _ in
            let changed = try change(text)
            guard !changed.utf8.elementsEqual(text.utf8) else {
                throw HostileError.unchanged("manifest")
            }
            return Array(changed.utf8)
        }
        return forgery
    }

    package static func seal(
        _ sign: @escaping @Sendable ([UInt8], HostileWorld) throws -> [UInt8]?
    ) -> Forgery {
        var forgery = Forgery()
        forgery.seal = sign
        return forgery
    }

    package static func zip(_ change: @escaping @Sendable (inout RawZip) throws -> Void) -> Forgery
    {
        var forgery = Forgery()
        forgery.zip = change
        return forgery
    }

    package static func file(_ change: @escaping @Sendable (inout [UInt8]) throws -> Void)
        -> Forgery
    {
        var forgery = Forgery()
        forgery.file = change
        return forgery
    }

    package static func reader(
        _ change: @escaping @Sendable (inout HostileBundle) throws -> Void
    ) -> Forgery {
        var forgery = Forgery()
        forgery.reader = change
        return forgery
    }

    /// Makes the bundle.
    package func bundle() throws -> HostileBundle {
        let made = try isOfWorld ? made() : HostileMade.sound.get()
        var members = made.members
        try self.members(&members, made.world)
        if members.contents != made.members.contents, made.hasSameFinding(members) {
            members[BundleNames.finding] = try made.finding(of: members)
        }
        let manifest = try self.manifest(members.manifest, made.world)
        let seal = try self.seal(manifest ?? [], made.world)
        var zip = members.zip(manifest: manifest, signature: seal)
        try self.zip(&zip)
        var bytes = zip.bytes
        try file(&bytes)
        var bundle = HostileBundle(bytes: bytes, trust: made.pins, time: made.world.time)
        try reader(&bundle)
        return bundle
    }

    private func made() throws -> HostileMade {
        var world = try HostileWorld()
        try arbiter(&world)
        let pins = try world.pins
        try self.world(&world)
        return try HostileMade(world, pins: pins)
    }
}

/// A world with its members, the finding among them.
package struct HostileMade: Sendable {
    package let world: HostileWorld
    package let pins: ArbiterTrust
    package private(set) var members: HostileMembers

    /// The sound one, made once.
    package static let sound = Result {
        let world = try HostileWorld()
        return try HostileMade(world, pins: try world.pins)
    }

    init(_ world: HostileWorld, pins: ArbiterTrust) throws {
        self.world = world
        self.pins = pins
        members = try world.members()
        members[BundleNames.finding] = try finding(of: members)
    }

    func hasSameFinding(_ other: HostileMembers) -> Bool {
        other[BundleNames.finding] == members[BundleNames.finding]
    }

    /// What the verifier itself finds in such a bundle; an empty one where it finds nothing.
    func finding(of members: HostileMembers) throws -> [UInt8] {
        var members = members
        members[BundleNames.finding] = nil
        let bytes = members.zip(manifest: Array(members.manifest.utf8), signature: nil).bytes
        let verification = try? verifyBundle(
            bytes, trust: pins, at: world.time, tool: "docket test")
        return verification?.findings.map { findingJSON($0) } ?? Array("{}\n".utf8)
    }
}
