// What `docket audit --annex` is given to look at third parties: the annex, the agreement that it belongs to, and how far ahead to look.

import Agreements
import ArchiveDuties
import DurableFiles
import EvidenceValues
import TransparencyLog
import VerifyCommand

extension AuditParties {
    /// Reads the files. The agreement must be the one that the annex names.
    init(annex file: String, agreement: String?, days: Int) throws {
        let bytes = try DurableFile.read(file)
        let annex = try SignedText.annex(bytes, from: file)
        let parameters = try agreement.map { agreement in
            let text = try DurableFile.read(agreement)
            guard .sha256(text) == annex.agreement else {
                throw Failure(
                    "\(file) is not the annex of \(agreement)",
                    hint: "it names the agreement \(annex.agreement)", status: ExitStatus.usage)
            }
            return AuditParties.spans(of: try SignedText.agreement(text, from: agreement))
        }
        self.init(annex, digest: .sha256(bytes), parameters: parameters, days: days)
    }
}
