// What of a matter a bundle shows to whom: `--withhold`, `--seal`, `--seal-to`.

import ArgumentParser
import BundleExport
import Cryptography
import EvidenceBundle
import EvidenceValues
import VerifyCommand

/// Contents that are left out, or sealed.
struct DisclosureOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Leave the content of this exhibit out: a number, archive:NUMBER, digest or name. May be repeated.",
            valueName: "exhibit"))
    var withhold: [String] = []
    @Option(
        help: ArgumentHelp(
            "Put the content of this exhibit in sealed, for those of --seal-to only. May be repeated.",
            valueName: "exhibit"))
    var seal: [String] = []
    @Option(
        help: ArgumentHelp(
            "The certificate of somebody who may read what is sealed. May be repeated.",
            valueName: "certificate"))
    var sealTo: [String] = []

    /// What is asked for.
    func request() throws -> DisclosureRequest {
        guard seal.isEmpty == sealTo.isEmpty else {
            throw Failure(
                "--seal and --seal-to belong together",
                hint: "--seal names an exhibit, --seal-to the certificate of who may read it",
                status: ExitStatus.usage)
        }
        guard !sealTo.isEmpty else { return DisclosureRequest(withheld: withhold) }
        do {
            return DisclosureRequest(
                withheld: withhold, sealed: seal,
                seal: .init(
                    recipients: try SealCommand.recipients(sealTo), random: secureRandom))
        } catch let error as SealingError {
            throw SealCommand.words(error) ?? Failure("nothing can be sealed to \(sealTo)")
        }
    }

    /// Tells what the bundle does not show, and that names and digests stay.
    static func tell(_ record: VerificationRecord) {
        let sealed = record.exhibits.count { $0.disclosure == .sealed }
        let withheld = record.exhibits.count { $0.disclosure == .withheld }
        if let sealing = record.sealing {
            Console.note("\(sealed) contents are sealed to \(sealing.words)")
        }
        if withheld > 0 { Console.note("\(withheld) contents are left out") }
        if sealed + withheld > 0 {
            Console.note(
                "names, sizes, digests and filers of all exhibits are in the bundle for everybody")
        }
    }

    /// The words for what may go wrong; nil for other errors.
    static func words(_ error: any Error) -> Failure? {
        guard let error = error as? DisclosureError else { return nil }
        let hint = "nothing was written"
        switch error {
        case .selection(.unknown(let text)):
            return Failure(
                "no exhibit is called \(text)",
                hint: "give a docket number, archive:NUMBER, sha-256:… or the exhibit's name",
                status: ExitStatus.usage)
        case .selection(.ambiguous(let text, let numbers)):
            return Failure(
                "\(numbers.count) exhibits are called \(text)",
                hint: "give a number: \(numbers.joined(separator: ", "))", status: ExitStatus.usage)
        case .notSealable(let name):
            return Failure(
                "\(name) is the archive's own, and everybody must see what it says", hint: hint)
        case .withheldAndSealed(let index):
            return Failure(
                "the exhibit of entry \(index) is to be left out and sealed", hint: "choose one",
                status: ExitStatus.usage)
        case .tooLarge(let name):
            return Failure(
                "\(name) is larger than what can be sealed",
                hint: "\(EnvelopedData.maximumPlaintext) bytes at most; --withhold leaves it out")
        case .noRecipient:
            return Failure("to whom?", hint: "give --seal-to CERTIFICATE", status: ExitStatus.usage)
        case .sealing(let error): return SealCommand.words(error)
        }
    }
}
