// Everything known of the evidence as a whole before single exhibits are judged: what was found, how signatures check, when
// things came into being. Built once, then only read.

import Cryptography
import EvidenceValues
import SignatureValidation
import TransparencyLog

/// The evidence as a whole.
struct Evidence: Sendable {
    let exhibits: [ReadExhibit]
    let log: LogContext
    let policy: ValidationPolicy
    let material: ValidationMaterial
    let clocks: TrustedClocks
    let witnesses: WitnessKeys
    /// The bytes at hand, by whatever digest.
    let known: KnownBytes
    private let cosignatures: CosignatureCollection
    /// What the archive's checkpoints say of its log.
    private(set) var dividedLog = DividedLog()
    /// What clocks show but by way of the log's entries; nil where the log is not divided, so that nobody asks.
    private(set) var boundsApartFromLog: TimeBounds?
    /// The exhibits with these bytes, ascending.
    let places: [Digest: [LeafIndex]]
    /// The kind under which bytes were filed, and their size.
    private let contents: [Digest: FiledExhibit]
    private let checked: [SignatureKey: CheckedSignature]
    private var filers: [Entry: ProvenFiler] = [:]
    /// The messages and runs of exchanges.
    let exchanges: Exchanges
    /// The documents of commitment services and their partners.
    let liabilities: LiabilityBook
    /// Who is proven to have filed what is at a place.
    private(set) var filersByIndex: [LeafIndex: ProvenFiler] = [:]
    /// The keys that several people hold.
    let keyHolders: KeyHolders
    /// By which registries of the annex certificates were named, by their digest.
    let registered: [Digest: Set<PartyID>]
    /// The digests by which a list or OCSP answer is known, with the exhibits: as filed, or as it stands inside something filed.
    let listNames: [Digest: [(name: Digest, places: [LeafIndex])]]

    private struct SignatureKey: Hashable {
        let cms: Digest
        let signer: Int
        let presented: Presentation
    }

    init(_ read: ReadEvidence, log: LogContext, policy: ValidationPolicy) {
        exhibits = read.exhibits
        self.log = log
        self.policy = policy
        var held = Holdings()
        var places: [Digest: Set<LeafIndex>] = [:]
        var contents: [Digest: FiledExhibit] = [:]
        for exhibit in exhibits {
            held.merge(exhibit.holdings)
            let digest = exhibit.filed.filing.content
            places[digest, default: []].insert(exhibit.index)
            if contents[digest]?.content == nil { contents[digest] = exhibit.filed }
        }
        self.places = places.mapValues { $0.sorted() }
        self.contents = contents
        exchanges = Exchanges(exhibits, trust: policy.trust)
        liabilities = LiabilityBook(exhibits)
        let raw = ValidationMaterial(
            certificates: held.certificates, revocationLists: held.revocationLists,
            responses: held.responses, memory: read.memory)
        let lists = TrustedList.all(among: held.revocationLists, material: raw, policy: policy)
        known = KnownBytes(exhibits, tokens: held.tokens)
        let issuers = lists.mapValues { $0.issuer.digest }
        let found = ValidationMaterial(raw, issuers: issuers)
        checked = Evidence.check(
            exhibits, contents: contents, material: found, known: known)
        keyHolders = KeyHolders(found, policy: policy)
        registered = Evidence.registered(exhibits, Array(checked.values), found, policy)
        witnesses = WitnessKeys(policy.trust)
        let graph = Evidence.graph(
            exhibits, log: log, checked: Array(checked.values), witnesses: witnesses, known: known)
        let main = log.checkpoint.map { [FiledNote(note: $0.note, entry: nil)] } ?? []
        cosignatures = CosignatureCollection(main + filedNotes(in: exhibits), keys: witnesses)
        clocks = TrustedClocks(
            tokens: held.tokens, cosignatures: cosignatures.all, lists: lists, graph: graph,
            responses: TrustedResponse.all(in: found, policy: policy), material: found,
            keyHolders: keyHolders, policy: policy)
        var existence: [Digest: Instant] = [:]
        let objects =
            held.certificates.map(\.digest) + held.revocationLists.map(\.digest)
            + held.responses.map(\.digest)
        for object in objects {
            existence[object] = clocks.bounds.interval(of: .content(object)).hi
        }
        material = ValidationMaterial(raw, existence: existence, issuers: issuers)
        listNames = Evidence.listNames(exhibits)
        dividedLog = DividedLog(signedStates, proven: log.consistent)
        boundsApartFromLog =
            dividedLog.forks.isEmpty ? nil : clocks.boundsApartFromLog(in: graph)
        for exhibit in exhibits {
            let filer = provenFiler(of: exhibit)
            filers[exhibit.filed.entry] = filer
            filersByIndex[exhibit.index] = filer
        }
    }

    /// The bytes with this digest, if they are among the exhibits.
    func content(_ digest: Digest) -> [UInt8]? { contents[digest]?.content }

    /// The proven bounds, contradictions and all.
    func interval(of object: EvidenceObject) -> Interval { clocks.bounds.interval(of: object) }

    /// The bounds for conclusions: none where trusted clocks contradict each other.
    func reliableInterval(of object: EvidenceObject) -> Interval {
        clocks.bounds.reliableInterval(of: object, skew: policy.skew)
    }

    /// By when a time-stamp over the note or a witness's cosignature of its text proves that it existed; nil if nothing does. A witness
    /// verifies the log's signature before it adds its own.
    func provenTime(of note: String) -> Instant? {
        let stamped = reliableInterval(of: .content(.sha256(Array(note.utf8)))).hi
        let text = (try? UnopenedNote(parsing: note))?.text
        let cosigned = clocks.cosignatures.filter { $0.text.utf8.elementsEqual((text ?? "").utf8) }
            .filter { reliableInterval(of: $0.object).hi != nil }.map(\.time)
        return ([stamped].compactMap(\.self) + cosigned).min()
    }

    /// Whether a note is proven to be older than `instant`.
    func isProven(_ note: String, before instant: Instant) -> Bool {
        Interval(hi: provenTime(of: note)).isBefore(instant, skew: policy.skew) == .certain
    }

    /// The same for all notes of the evidence.
    var provenNotes: [Digest: Instant] {
        var proven: [Digest: Instant] = [:]
        for filed in filedNotes(in: exhibits) { proven[filed.digest] = provenTime(of: filed.note) }
        return proven
    }

    /// Witnesses that cosigned two histories.
    var witnessForks: [WitnessFork] { cosignatures.forks(clocks.cosignatures.contains) }

    /// The validation of a signer of a SignedData over what it is presented for, and who could have made the signature.
    func judgement(
        of signer: CMSSigner, in cms: CMSSignedData, presented: Presentation
    ) -> JudgedSignature {
        let key = SignatureKey(cms: cms.digest, signer: signer.index, presented: presented)
        let signature =
            checked[key]
            ?? presented.check(signer, in: cms, contents: contents, material: material)
        let validation = SignatureValidation(
            signature, bounds: interval(of: .signature(signer.signatureDigest)),
            material: material, policy: policy)
        return JudgedSignature(validation, makers: makers(validation))
    }

    /// The filer of an exhibit, as the signature of the filing proves; nil when it proves none.
    func filer(of exhibit: FiledExhibit) -> ProvenFiler? { filers[exhibit.entry] }

    private static func listNames(
        _ exhibits: [ReadExhibit]
    ) -> [Digest: [(name: Digest, places: [LeafIndex])]] {
        var found: [Digest: [Digest: Set<LeafIndex>]] = [:]
        for exhibit in exhibits {
            // What was filed is named by its bytes as filed, what is inside a signature by its DER.
            let filed = exhibit.filed.filing
            func note(_ source: Digest, isFiled: Bool) {
                let name = isFiled ? filed.content : source
                found[source, default: [:]][name, default: []].insert(exhibit.index)
            }
            for list in exhibit.holdings.revocationLists {
                note(list.digest, isFiled: filed.kind == .revocationList)
            }
            for response in exhibit.holdings.responses {
                note(response.digest, isFiled: filed.kind == .ocspResponse)
            }
        }
        return found.mapValues { names in
            names.sorted { $0.key < $1.key }.map { (name: $0.key, places: $0.value.sorted()) }
        }
    }

    private static func check(
        _ exhibits: [ReadExhibit], contents: [Digest: FiledExhibit], material: ValidationMaterial,
        known: KnownBytes
    ) -> [SignatureKey: CheckedSignature] {
        var seen: Set<SignatureKey> = []
        var asked: [(key: SignatureKey, signer: CMSSigner, cms: CMSSignedData)] = []
        func add(_ cms: CMSSignedData, _ presented: Presentation) {
            for signer in cms.signers {
                let key = SignatureKey(cms: cms.digest, signer: signer.index, presented: presented)
                if seen.insert(key).inserted { asked.append((key, signer, cms)) }
            }
        }
        for exhibit in exhibits {
            for cms in exhibit.holdings.signedData {
                let links = exhibit.filed.filing.links
                for presented in Presentation.all(of: cms, links: links, known: known) {
                    add(cms, presented)
                }
            }
            if let cms = exhibit.filingSignature {
                add(cms, .detached(exhibit.filed.filing.digest))
            }
        }
        let checked = mapInParallel(asked) {
            $0.key.presented.check($0.signer, in: $0.cms, contents: contents, material: material)
        }
        return Dictionary(
            zip(asked.map(\.key), checked), uniquingKeysWith: { first, _ in first })
    }

    private static func graph(
        _ exhibits: [ReadExhibit], log: LogContext, checked: [CheckedSignature],
        witnesses: WitnessKeys, known: KnownBytes
    ) -> CommitmentGraph {
        let notes = NoteReader(
            log: log, exhibits: exhibits.map(\.filed), witnesses: witnesses)
        var graph = CommitmentGraph()
        notes.commitEntries(in: &graph)
        if let main = log.checkpoint {
            notes.commit(.content(.sha256(Array(main.note.utf8))), to: main.note, in: &graph)
        }
        for exhibit in exhibits {
            graph.commit(exhibit.filed, notes: notes)
            exhibit.module?.bounds(of: exhibit.object, into: &graph, notes: notes, known: known)
            if let cms = exhibit.filingSignature {
                graph.commit(.content(cms.digest), to: cms, known: known)
            }
        }
        for signature in checked { graph.commit(signature, notes: notes, known: known) }
        return graph
    }
}
