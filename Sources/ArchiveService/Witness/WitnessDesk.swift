// The witness's folder below the service's own, as the configuration wants it: with a key of its own, and the logs that it is to know.

import Cryptography
import DurableFiles
import EvidenceValues
import LogFiles
import TransparencyLog

/// The witness of this service.
struct WitnessDesk: Sendable {
    /// What is wrong with the configuration of a witness.
    enum Fault: Error {
        /// The folder's witness has another name.
        case otherName(String)
        /// No key of a log of this origin.
        case badLog(origin: String)
    }

    private let folder: String
    let verifierKey: VerifierKey

    /// Nil if the configuration names none. A new one is made; a log is added, and never forgotten by what a file does not say any more.
    init?(
        _ config: ServiceConfiguration, random: @escaping @Sendable (Int) -> [UInt8]
    ) throws {
        let wanted = config.witnesses
        guard !wanted.name.isEmpty else { return nil }
        folder = config.state + "/witness"
        let witness =
            DurableFile.exists(folder + "/witness-key")
            ? try WitnessFolder(opening: folder)
            : try WitnessFolder.create(
                at: folder, cosigner: try Cosigner.generate(name: wanted.name, random: random))
        guard witness.verifierKey.name == wanted.name else {
            throw Fault.otherName(witness.verifierKey.name)
        }
        verifierKey = witness.verifierKey
        for log in wanted.logs {
            guard let key = try? VerifierKey(text: log.key),
                let origin = ArchiveOrigin(log.origin), key.name == origin.text
            else { throw Fault.badLog(origin: log.origin) }
            if try witness.log(origin)?.keys.contains(key) != true { try witness.add(key) }
        }
    }

    /// The line of a cosignature.
    func cosign(_ request: [UInt8], at time: Instant) throws -> String {
        try WitnessFolder(opening: folder).cosign(request, at: time)
    }

    /// The note that was cosigned last of the log whose origin has this digest, 64 small hexadecimal digits; nil if there is none.
    func note(originHash hash: String) throws -> String? {
        guard hash.utf8.count == 64,
            hash.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
        else { return nil }
        let path = folder + "/logs/" + hash
        guard DurableFile.exists(path) else { return nil }
        let bytes = try DurableFile.read(path, limit: WitnessedLog.maximumSize)
        return try WitnessedLog(parsing: bytes).note
    }
}
