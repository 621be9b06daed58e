// Certificates that were made to mislead the search for paths, to make it endless, or to hide the path that holds.
import EvidenceTesting
import EvidenceValues
import Testing

@testable import Cryptography

@Suite struct `Paths under attack` {
    private let world: PathWorld
    private let sub: CertificateAuthority
    private let leaf: [UInt8]

    init() throws {
        world = try PathWorld()
        sub = try world.root.intermediate("SUB", seed: "SUB", validity: PathWorld.validity)
        leaf = try sub.issue("LEAF", validity: PathWorld.validity).certificate
    }

    @Test func `a thousand false certificates of the issuer's name do not hide the true one`()
        throws
    {
        let junk = try (0..<1000).map {
            try CertificateAuthority.root("SUB", seed: "junk \($0)", validity: PathWorld.validity)
                .certificate
        }
        let time = try ContinuousClock().measure {
            let search = try world.search(leaf, through: junk + [sub.certificate])
            #expect(search.paths.map(\.certificates.count) == [3])
        }
        #expect(time < .seconds(10), "\(time)")
    }

    @Test func `cross-certificates in circles end`() throws {
        var authorities = [sub]
        for number in 0..<10 {
            authorities.append(
                try world.root.intermediate(
                    "M\(number)", seed: "M\(number)", validity: PathWorld.validity))
        }
        var all = authorities.map(\.certificate)
        for issuer in authorities {
            for subject in authorities where subject.name != issuer.name {
                all.append(
                    try issuer.issue(
                        subject.name, seed: subject.name, validity: PathWorld.validity,
                        options: .authority
                    ).certificate)
            }
        }
        let search = try world.search(leaf, through: all)
        #expect(search.paths.count == CertificatePool.maximumPaths)
        #expect(search.paths.first?.certificates.count == 3)
        let lengths = search.paths.map(\.certificates.count)
        #expect(lengths == lengths.sorted())
        for path in search.paths {
            let names = path.certificates.map(\.subject)
            #expect(Set(names).count == names.count)
        }
        #expect(Set(search.paths).count == search.paths.count)
    }

    @Test func `an authority that certifies another's key often does not crowd it out`() throws {
        let rival = try world.root.intermediate("RIVAL", validity: PathWorld.validity)
        let crowd = try (0..<200).map {
            var options = CertificateOptions.authority
            options.serial = [1, UInt8($0)]
            return try rival.issue(
                "SUB", seed: "SUB", validity: PathWorld.validity, options: options
            ).certificate
        }
        let search = try world.search(
            leaf, through: crowd + [rival.certificate, sub.certificate])
        #expect(search.paths.first?.certificates.map(\.derBytes)[1] == sub.certificate)
        #expect(search.paths.count == CertificatePool.maximumPaths)
    }

    @Test func `policies that all map to one another cost little`() throws {
        let policies = (0..<15).map { "1.2.3.\($0)" }
        let extensions = [
            CertificateAuthority.extension(
                "2.5.29.32", critical: true,
                .sequence(policies.map { .sequence([.object($0)]) })),
            CertificateAuthority.extension(
                "2.5.29.33", critical: true,
                .sequence(
                    policies.flatMap { issuer in
                        policies.map { .sequence([.object(issuer), .object($0)]) }
                    })),
        ]
        var chain: [[UInt8]] = []
        var issuer = world.root
        for number in 0..<CertificatePool.maximumIntermediates {
            issuer = try issuer.intermediate(
                "P\(number)", validity: PathWorld.validity,
                options: PathWorld.authority(extensions))
            chain.append(issuer.certificate)
        }
        var options = CertificateOptions()
        options.moreExtensions = [extensions[0]]
        let leaf = try issuer.issue("LEAF", validity: PathWorld.validity, options: options)
        let time = try ContinuousClock().measure {
            for (initial, isFine) in [("1.2.3.7", true), ("1.2.3.99", false)] {
                let search = try world.search(
                    leaf.certificate, through: chain,
                    inputs: PathInputs(initialPolicies: [initial], requireExplicitPolicy: true))
                #expect(search.paths.isEmpty != isFine)
            }
        }
        #expect(time < .seconds(2), "\(time)")
    }

    @Test func `a chain that is too long is not followed`() throws {
        var chain: [[UInt8]] = []
        var issuer = world.root
        for number in 0...CertificatePool.maximumIntermediates {
            let leaf = try issuer.issue("LEAF", validity: PathWorld.validity).certificate
            #expect(try world.search(leaf, through: chain).paths.count == 1)
            issuer = try issuer.intermediate("L\(number)", validity: PathWorld.validity)
            chain.append(issuer.certificate)
        }
        let leaf = try issuer.issue("LEAF", validity: PathWorld.validity).certificate
        #expect(try world.search(leaf, through: chain).failure == .noChain)
    }

    @Test func `what is no authority issues nothing, pinned or not`() throws {
        let signer = try world.root.issue("SIGNER", validity: PathWorld.validity)
        let forger = CertificateAuthority(identity: signer)
        let forged = try forger.issue("VICTIM", validity: PathWorld.validity).certificate
        #expect(try world.search(forged, through: [signer.certificate]).failure == .noChain)
        #expect(
            try world.search(forged, anchors: [signer.certificate]).failure
                == .constraint("basic constraints"))
        // A certificate that says CA and may not sign certificates.
        var options = CertificateOptions.authority
        options.keyUsage = [6]
        let lists = try world.root.intermediate(
            "LISTS", validity: PathWorld.validity, options: options)
        let issued = try lists.issue("VICTIM", validity: PathWorld.validity).certificate
        #expect(
            try world.search(issued, through: [lists.certificate]).failure
                == .constraint("key usage"))
    }

    @Test func `path lengths bind, the anchor's too, and count no self-issued certificate`() throws
    {
        let world = try PathWorld(options: PathWorld.authority([], pathLength: 0))
        let direct = try world.root.issue("LEAF", validity: PathWorld.validity)
        #expect(try world.search(direct.certificate).paths.count == 1)
        let below = try world.root.intermediate("BELOW", validity: PathWorld.validity)
        let leaf = try below.issue("LEAF", validity: PathWorld.validity)
        #expect(
            try world.search(leaf.certificate, through: [below.certificate]).failure
                == .constraint("path length"))
        let rollover = try world.root.intermediate(
            "ROOT", seed: "new key", validity: PathWorld.validity)
        let renewed = try rollover.issue("LEAF", validity: PathWorld.validity)
        #expect(
            try world.search(renewed.certificate, through: [rollover.certificate]).paths.count == 1)
    }

    @Test func `an unknown critical extension anywhere breaks the path`() throws {
        var options = CertificateOptions.authority
        options.hasUnknownCriticalExtension = true
        let odd = try world.root.intermediate(
            "ODD", validity: PathWorld.validity, options: options)
        let leaf = try odd.issue("LEAF", validity: PathWorld.validity).certificate
        let search = try world.search(leaf, through: [odd.certificate])
        #expect(search.failure == .constraint("unknown critical extension 2.25.1"))
        #expect(search.depth == 1)
    }
}

@Suite struct `Paths in time` {
    private func authority(
        _ root: CertificateAuthority, _ name: String, _ from: String, _ to: String
    ) throws -> CertificateAuthority {
        try root.intermediate(name, validity: Validity(from: at(from), to: at(to)))
    }

    @Test func `each instant has the paths that are valid then`() throws {
        let world = try PathWorld()
        let old = try authority(world.root, "SUB", "2025-01-01", "2026-01-01")
        let new = try authority(world.root, "SUB", "2025-12-01", "2030-01-01")
        let leaf = try old.issue("LEAF", validity: PathWorld.validity).certificate
        let others = [old.certificate, new.certificate]
        for (day, expected) in [
            ("2025-06-01", [old]), ("2025-12-15", [new, old]), ("2029-01-01", [new]),
        ] {
            let search = try world.search(leaf, through: others, at: at(day))
            #expect(search.paths.map { $0.certificates[1].derBytes } == expected.map(\.certificate))
        }
        let any = try world.search(leaf, through: others, at: nil)
        #expect(any.paths.count == 2)
        #expect(
            any.paths.last?.validity == Interval(lo: at("2025-01-01"), hi: at("2026-01-01")))
        let late = try world.search(leaf, through: others, at: at("2031-01-01"))
        #expect(late.failure == .expired && late.depth == 1)
        let early = try world.search(leaf, through: others, at: at("2024-01-01"))
        #expect(early.failure == .notYetValid && early.depth == 0)
    }

    @Test func `a path whose certificates are never valid together holds never`() throws {
        let world = try PathWorld()
        let sub = try authority(world.root, "SUB", "2025-01-01", "2026-01-01")
        let leaf = try sub.issue(
            "LEAF", validity: Validity(from: at("2027-01-01"), to: at("2028-01-01")))
        for instant in [nil, at("2025-06-01"), at("2027-06-01")] {
            let search = try world.search(
                leaf.certificate, through: [sub.certificate], at: instant)
            #expect(search.paths.isEmpty)
            #expect(search.failure == .expired || search.failure == .notYetValid)
        }
    }

    @Test func `several anchors, and an anchor that is the certificate itself, each have a path`()
        throws
    {
        let world = try PathWorld()
        let other = try CertificateAuthority.root(
            "OTHER", seed: "other", validity: PathWorld.validity)
        let sub = try world.root.intermediate("SUB", seed: "SUB", validity: PathWorld.validity)
        let cross = try other.intermediate("SUB", seed: "SUB", validity: PathWorld.validity)
        let leaf = try sub.issue("LEAF", validity: PathWorld.validity).certificate
        let search = try world.search(
            leaf, through: [sub.certificate, cross.certificate],
            anchors: [world.root.certificate, other.certificate, leaf, sub.certificate])
        #expect(search.paths.map(\.certificates.count) == [1, 2, 3])
        #expect(
            Set(search.paths.map(\.anchor.derBytes))
                == [leaf, sub.certificate, other.certificate])
    }
}
