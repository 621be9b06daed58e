// How much a matter has, without reading it.

package import EvidenceValues

extension Archive {
    /// How many exhibits were filed in a matter, erased ones too: the highest docket number.
    package func exhibitCount(of matter: MatterID) throws -> UInt64 {
        try peek { ledger in
            guard let id = try ledger.matterID(matter) else { return 0 }
            return try ledger.lastNumber(of: id)?.number ?? 0
        }
    }
}
