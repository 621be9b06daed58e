// A log of an archive that logs whatever it is told: a filing is planned, with everything that an honest archive or party would write, and a
// plan may have any of its texts rewritten before they are signed, digested and logged. So what comes after, chain, tree and proofs, is
// sound, and only the text that the trick is about is not.

package import EvidenceValues
package import TransparencyLog

/// What is to be filed, made from the log so far.
package struct PlannedFiling: Sendable {
    package typealias Rewriting = @Sendable (String) -> String

    package var name: String
    package var kind: ExhibitKind
    package var matter = HostileKeys.matter
    package var mediaType = "text/plain"
    /// The name of the key of whoever files; nil for the operator.
    package var filer: String?
    package var received: String
    package var content: @Sendable (HostileLog) throws -> [UInt8]
    package var links: @Sendable (HostileLog) throws -> [Link] = { _ in [] }
    /// The checkpoint that the filing names.
    package var checkpoint: @Sendable (HostileLog) throws -> String? = { _ in nil }
    /// Another docket number than the next one.
    package var number: UInt64?
    package var rewriteFiling: Rewriting = { $0 }
    package var rewriteDocketing: Rewriting = { $0 }
    package var rewriteEntry: Rewriting = { $0 }
    /// Another signature of the filing than the filer's; `.some(nil)` for none.
    package var signature: (@Sendable ([UInt8], HostileLog) throws -> [UInt8]?)?
    /// The key with which the archive signs from here on.
    package var nextSigner: NoteSigner?

    package init(
        _ name: String, _ kind: ExhibitKind, by filer: String?, at received: String,
        content: @escaping @Sendable (HostileLog) throws -> [UInt8]
    ) {
        self.name = name
        self.kind = kind
        self.filer = filer
        self.received = received
        self.content = content
    }
}

/// What was logged, as texts.
package struct LoggedFiling: Sendable {
    package let plan: PlannedFiling
    package let index: LeafIndex
    package let number: UInt64
    package var entry: [UInt8]
    package var filing: [UInt8]
    package var docketing: [UInt8]
    package var signature: [UInt8]?
    package var content: [UInt8]

    package var leaf: LeafHash { LeafHash.of(entryBytes: entry) }
    package var digest: Digest { Digest.sha256(content) }
}

/// The log.
package struct HostileLog: Sendable {
    package let keys: HostileKeys
    /// The key that signs now.
    package var signer: NoteSigner
    package private(set) var tree = MerkleTree()
    package private(set) var logged: [LoggedFiling] = []

    package init(_ keys: HostileKeys) {
        self.keys = keys
        signer = keys.archive
    }

    /// What was filed under this name.
    package func filed(_ name: String) throws -> LoggedFiling {
        try present(logged.first { $0.plan.name == name })
    }

    /// The checkpoint of the log when it had `size` entries, or now.
    package func note(of size: UInt64? = nil, by other: NoteSigner? = nil) throws -> String {
        let size = size.map { TreeSize($0) } ?? tree.size
        return try Checkpoint(
            origin: keys.origin, size: size, root: try present(tree.root(at: size))
        ).sign(with: other ?? signer).note
    }

    package mutating func append(_ plan: PlannedFiling) throws {
        let before = logged.last { $0.plan.matter == plan.matter }
        let number = plan.number ?? (before?.number ?? 0) + 1
        let content = try plan.content(self)
        let index = UInt64(logged.count)
        let nonce = Digest.sha256(Array("hostile/\(index)".utf8)).bytes
        let filing = try self.filing(plan, content, nonce)
        let signature = try self.signature(plan, filing)
        let docketing = try Docketing(
            matter: try present(MatterID(plan.matter)), number: try present(DocketNumber(number)),
            previous: number == 1 ? nil : before?.leaf,
            signature: signature.map { Digest.sha256($0) }, nonce: nonce)
        let docketed = HostileLog.rewritten(docketing.bytes, plan.rewriteDocketing)
        let entry = try Entry(
            index: LeafIndex(index), previous: logged.last?.leaf,
            received: try instant(plan.received), filing: .sha256(filing),
            docketing: .sha256(docketed))
        let logged = LoggedFiling(
            plan: plan, index: LeafIndex(index), number: number,
            entry: HostileLog.rewritten(entry.bytes, plan.rewriteEntry), filing: filing,
            docketing: docketed, signature: signature, content: content)
        tree.append(logged.leaf)
        self.logged.append(logged)
        if let next = plan.nextSigner { signer = next }
    }

    private func filing(
        _ plan: PlannedFiling, _ content: [UInt8], _ nonce: [UInt8]
    ) throws -> [UInt8] {
        let filer: Filer =
            try plan.filer.map {
                .certificate(.sha256(try keys.identity($0).certificate))
            } ?? .operator
        let filing = try Filing(
            archive: keys.origin, matter: try present(MatterID(plan.matter)), kind: plan.kind,
            mediaType: try present(MediaType(plan.mediaType)),
            name: try present(FileName(plan.name)), content: .sha256(content),
            size: UInt64(content.count), filer: filer, links: try plan.links(self), nonce: nonce,
            checkpoint: try plan.checkpoint(self))
        return HostileLog.rewritten(filing.bytes, plan.rewriteFiling)
    }

    private func signature(_ plan: PlannedFiling, _ filing: [UInt8]) throws -> [UInt8]? {
        if let other = plan.signature { return try other(filing, self) }
        return try plan.filer.map { try SignedDataWriter.sign(filing, by: keys.identity($0)) }
    }

    private static func rewritten(
        _ bytes: [UInt8], _ rewrite: PlannedFiling.Rewriting
    ) -> [UInt8] { Array(rewrite(String(decoding: bytes, as: UTF8.self)).utf8) }
}
