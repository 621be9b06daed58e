// Files of any size: bounded memory, and the same answers.

import EvidenceTesting
import Foundation
import Testing

@Suite struct `Validating large files` {
    /// 300 MiB; as many GiB as `DOCKET_LARGE_GIB` says when it is asked for.
    static let size: UInt64 = {
        let gib = ProcessInfo.processInfo.environment["DOCKET_LARGE_GIB"].flatMap(UInt64.init)
        return gib.map { $0 << 30 } ?? 300 << 20
    }()

    /// Signs a large file with `openssl`, under the workbench's CA and with its list.
    private static func bench(_ options: [String]) throws -> ValidationBench {
        let bench = try ValidationBench()
        try LargeFiles.sparse(bench.bench, "large.bin", size: size)
        try bench.bench.write("party.pem", bench.party.keyPEM)
        try bench.bench.write("party.crt", bench.party.certificatePEM)
        try bench.put("list.crl", bench.list)
        let signed = try bench.bench.run(
            "openssl",
            [
                "cms", "-sign", "-binary", "-in", "large.bin", "-signer", "party.crt", "-inkey",
                "party.pem", "-outform", "DER", "-cades", "-out", "large.bin.p7s",
            ] + options)
        try #require(signed.status == 0, "\(signed.errors)")
        return bench
    }

    @Test(arguments: [[], ["-nodetach", "-stream"], ["-md", "sha512"]])
    func `needs less than 64 MiB of memory`(options: [String]) throws {
        let bench = try Self.bench(options)
        let (result, memory) = try LargeFiles.peak(
            bench.bench,
            [
                "validate", "large.bin.p7s", "--trust", "trust", "--with", "list.crl", "--at",
                "2026-01-03T00:00:00Z",
            ])
        #expect(result.status == 0, "\(result.output)\(result.errors)")
        #expect(memory < 64 << 10, "\(memory) KiB")
    }

    @Test(arguments: [[], ["-nodetach", "-stream"]])
    func `finds one changed byte`(options: [String]) throws {
        let bench = try Self.bench(options)
        let name = options.isEmpty ? "large.bin" : "large.bin.p7s"
        let handle = try FileHandle(forUpdating: URL(filePath: bench.bench.path(name)))
        try handle.seek(toOffset: Self.size / 2)
        handle.write(Data([1]))
        try handle.close()
        let result = try bench.validate(["large.bin.p7s", "--with", "list.crl"])
        #expect(result.status == 2, "\(result.output)\(result.errors)")
        #expect(result.output.contains("SIG.DIGEST"), "\(result.output)")
    }

    @Test func `that are no evidence are refused after their beginning`() throws {
        let bench = try ValidationBench()
        try LargeFiles.sparse(bench.bench, "large.bin", size: Self.size)
        let (result, memory) = try LargeFiles.peak(
            bench.bench, ["validate", "large.bin", "/dev/zero", "contract.p7s", "--trust", "trust"])
        #expect(result.status == 2, "\(result.errors)")
        #expect(result.output.contains("large.bin: TOTAL-FAILED (FORMAT_FAILURE)"))
        #expect(result.output.contains("contract.p7s: TOTAL-PASSED"))
        #expect(result.errors.contains("/dev/zero is larger than"))
        #expect(memory < 96 << 10, "\(memory) KiB")
    }
}
