// libFuzzer's door to the parsers of the log. The property is `ParserProperty`'s: refuse, or write again to the byte. `DOCKET_PARSER`
// names the parser; a trap or a broken property ends the process, and libFuzzer keeps the bytes.

import Foundation

/// The parser under test.
private let parser: ParserProperty = {
    let name = ProcessInfo.processInfo.environment["DOCKET_PARSER"] ?? ""
    guard let parser = ParserProperty.all.first(where: { $0.name == name }) else {
        for parser in ParserProperty.all { print(parser.name) }
        exit(name.isEmpty ? 0 : 1)
    }
    return parser
}()

/// One input. libFuzzer owns the bytes, which live as long as the call.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = [UInt8](UnsafeBufferPointer(start: start, count: count))
    precondition(parser.outcome(of: bytes) != .changed, "\(parser.name) changed its input")
    return 0
}

/// Lists the parsers and ends, if none is named, before libFuzzer begins.
@_cdecl("LLVMFuzzerInitialize")
public func initialize(_ count: UnsafeMutableRawPointer?, _ words: UnsafeMutableRawPointer?) -> CInt
{
    _ = parser
    return 0
}
