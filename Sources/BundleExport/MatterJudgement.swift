// Judges a matter straight from the archive (docs/formats/judging.md, judging-3): what its bundle would hold is put together in a file that
// has no name and goes with the process, and verified by the code that the arbiter runs. There is no second way from evidence to finding.

internal import Container
internal import DurableFiles
package import EvidenceBundle
package import EvidenceStore

/// The matter that `request` names, verified and judged. `scratch` is a folder in which the file may be made.
package func judgeMatter(
    _ request: BundleRequest, from archive: Archive, scratch: String
) throws -> VerifiedBundle {
    let members = try BundleAssembly(request, from: archive).members().members
    let file = try NewFile(for: scratch + "/docket-judge.asice")
    try file.write { try ContainerWriter.write(members, to: $0) }
    do {
        return try VerifiedBundle(
            file: file.path, trust: request.trust, at: request.time, tool: request.tool,
            isFinished: false)
    } catch { throw ExportError.refused(error) }
}
