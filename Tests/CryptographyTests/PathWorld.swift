// Certificates for the tests of paths, made without OpenSSL, and the questions that they ask.
import EvidenceTesting
import EvidenceValues
import Testing

@testable import Cryptography

/// A root and what hangs from it.
struct PathWorld {
    static let validity = Validity(from: at("2025-01-01"), to: at("2035-01-01"))
    static let now = at("2026-06-01")

    let root: CertificateAuthority
    let memory = ObjectMemory()

    init(options: CertificateOptions = .authority) throws {
        root = try CertificateAuthority.root(
            "ROOT", seed: "path root", validity: PathWorld.validity, options: options)
    }

    /// The paths of the first certificate through the others to the root, or to other anchors.
    func search(
        _ leaf: [UInt8], through others: [[UInt8]] = [], anchors: [[UInt8]]? = nil,
        at instant: Instant? = PathWorld.now, inputs: PathInputs = PathInputs()
    ) throws -> PathSearch {
        let pool = CertificatePool(others.compactMap { memory.certificate($0) }, memory: memory)
        return pool.paths(
            of: try ParsedCertificate(der: leaf), anchors: anchors ?? [root.certificate],
            at: instant, purpose: .any, inputs: inputs)
    }

    /// Options of an authority with more extensions.
    static func authority(_ extensions: [DERTree], pathLength: UInt64? = nil)
        -> CertificateOptions
    {
        var options = CertificateOptions.authority
        options.moreExtensions = extensions
        options.pathLength = pathLength
        return options
    }
}

/// Midnight of a day.
func at(_ day: String) -> Instant {
    guard let instant = Instant(text: day + "T00:00:00Z") else {
        preconditionFailure("\(day) is no day")
    }
    return instant
}
