// Judges a matter straight from the archive (docs/formats/judging.md, judging-3): what its bundle would hold is put together and verified by
// the code that the arbiter runs. There is no second way from evidence to finding.

package import EvidenceBundle
package import EvidenceStore

/// The matter that `request` names, verified and judged.
package func judgeMatter(
    _ request: BundleRequest, from archive: Archive
) throws -> VerifiedBundle {
    var assembly = try BundleAssembly(request, from: archive)
    try assembly.load()
    var bundle = try assembly.assembled()
    try bundle.digestContents()
    do {
        return try VerifiedBundle(
            draft: bundle, trust: request.trust, at: request.time, tool: request.tool)
    } catch { throw ExportError.refused(error) }
}
