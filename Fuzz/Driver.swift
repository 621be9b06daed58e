// libFuzzer's door to the parsers and readers. The properties are those of ordinary tests (`ParserProperty`, `ReaderProperty`): refuse,
// or keep what the bytes say. `DOCKET_FUZZ` names the target, `DOCKET_FUZZ_LIST` a group of which the names are listed; a trap or a
// broken property ends the process, and libFuzzer keeps the bytes.

import Foundation

/// Something that is fuzzed.
private struct FuzzTarget: Sendable {
    let name: String
    /// Whether the property holds of the bytes.
    let holds: @Sendable ([UInt8]) -> Bool

    /// The parsers of the log's texts.
    static var log: [FuzzTarget] {
        ParserProperty.all.map { parser in
            FuzzTarget(name: parser.name) { parser.outcome(of: $0) != .changed }
        }
    }

    /// Whatever reads evidence.
    static var evidence: [FuzzTarget] {
        ReaderProperty.all.map { reader in
            FuzzTarget(name: reader.name) { reader.outcome(of: $0) != .broken }
        } + [
            FuzzTarget(name: AnnexProperty.name, holds: AnnexProperty.holds),
            FuzzTarget(name: AgreementProperty.name, holds: AgreementProperty.holds),
            FuzzTarget(name: ClaimsProperty.name, holds: ClaimsProperty.holds),
            FuzzTarget(name: ClaimsFormatProperty.name, holds: ClaimsFormatProperty.holds),
            FuzzTarget(name: AlgorithmsProperty.name, holds: AlgorithmsProperty.holds),
            FuzzTarget(name: LedgerProperty.name, holds: LedgerProperty.holds),
            FuzzTarget(name: ProtocolProperty.name, holds: ProtocolProperty.holds),
            FuzzTarget(name: ValidationProperty.name) { validation.holds(of: $0) },
            FuzzTarget(name: VerifyProperty.name) { verification.holds($0) },
        ]
    }
}

/// Made when it is asked first, by that target alone.
private let validation = ValidationProperty(folder: "Fuzz")

/// The same.
private let verification = VerifyProperty(folder: "Fuzz")

/// The target under test.
private let target: FuzzTarget = {
    let environment = ProcessInfo.processInfo.environment
    if let group = environment["DOCKET_FUZZ_LIST"] {
        for target in group == "log" ? FuzzTarget.log : FuzzTarget.evidence { print(target.name) }
        exit(0)
    }
    let name = environment["DOCKET_FUZZ"] ?? ""
    guard let target = (FuzzTarget.log + FuzzTarget.evidence).first(where: { $0.name == name })
    else {
        print("no target \(name)")
        exit(1)
    }
    return target
}()

/// One input. libFuzzer owns the bytes, which live as long as the call.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = [UInt8](UnsafeBufferPointer(start: start, count: count))
    precondition(target.holds(bytes), "\(target.name): the property does not hold")
    return 0
}

/// Lists the targets and ends, if that was asked for, before libFuzzer begins.
@_cdecl("LLVMFuzzerInitialize")
public func initialize(_ count: UnsafeMutableRawPointer?, _ words: UnsafeMutableRawPointer?) -> CInt
{
    _ = target
    return 0
}
