// What the tests of duties stand on: an archive that others file into, a clock that the test sets, an authority and witnesses whose answers the test
// may spoil, and an annex that trusts them.

import Cryptography
import EvidenceStore
import EvidenceTesting
import EvidenceValues
import Synchronization
import TransparencyLog

@testable import ArchiveDuties

/// The value, which a test knows to be there.
func required<Value>(_ value: Value?) -> Value {
    guard let value else { preconditionFailure("a value that the test needs is missing") }
    return value
}

func at(_ text: String) -> Instant { required(Instant(text: text)) }

/// An archive behind a group commit.
struct TestDesk: DutyDesk {
    let commit: GroupCommit

    func file(_ submissions: [Submission]) async throws -> [FiledReceipt] {
        try await commit.file(submissions)
    }
    func use<Value: Sendable>(
        _ body: @escaping @Sendable (Archive) throws -> Value
    ) async throws -> Value { try commit.use(body) }
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (Archive) throws -> Value
    ) async throws -> Value { try commit.use(body) }
}

/// What a query says (RFC 3161 §2.4.1), as the exchange writes it.
struct ReadQuery {
    let imprint: [UInt8]
    let nonce: [UInt8]

    init(_ bytes: [UInt8]) {
        let place = required(bytes.indices.first { Array(bytes[$0...].prefix(2)) == [0x04, 0x20] })
        imprint = Array(bytes[(place + 2)..<(place + 34)])
        let count = Int(bytes[place + 35])
        nonce = Array(bytes[(place + 36)..<(place + 36 + count)].drop { $0 == 0 })
    }
}

/// The world outside.
final class Outside: Sendable {
    struct State {
        /// What the authority does to an honest answer, given the query.
        var stamping: @Sendable (ReadQuery, Instant) throws -> FetchResponse
        var witness: Witness
        var log: WitnessedLog?
        /// What is done to a witness's answer.
        var cosigning: @Sendable (FetchResponse) throws -> FetchResponse = { $0 }
        var asked: [String] = []
    }

    struct Unreachable: Error {}

    let state: Mutex<State>
    let clock: ManualClock

    init(_ keys: HostileKeys, witness: Cosigner, log: VerifierKey, clock: ManualClock) {
        self.clock = clock
        state = Mutex(
            State(
                stamping: { try Outside.answer(by: keys.timeStamping, $0, at: $1) },
                witness: Witness(witness), log: WitnessedLog(keys: [log])))
    }

    /// An honest authority's answer.
    static func answer(
        by authority: TimeStampingAuthority, _ query: ReadQuery, at time: Instant
    ) throws -> FetchResponse {
        var options = TimeStampOptions()
        options.nonce = query.nonce
        let token = try authority.token(imprint: query.imprint, at: time, options: options)
        return FetchResponse(status: 200, body: authority.response(with: token))
    }

    var fetch: Fetch {
        { request in
            try self.state.withLock { state in
                state.asked.append(request.url)
                if request.url.hasPrefix("tsa:") {
                    return try state.stamping(ReadQuery(request.body), self.clock.now)
                }
                return try state.cosigning(try self.cosign(request.body, &state))
            }
        }
    }

    private func cosign(_ body: [UInt8], _ state: inout State) throws -> FetchResponse {
        do {
            let decision = try state.witness.decide(
                AddCheckpointRequest(parsing: body), about: state.log, at: clock.now)
            state.log = decision.next
            return FetchResponse(status: 200, body: Array(decision.answer.utf8))
        } catch let refusal as WitnessRefusal {
            return FetchResponse(
                status: refusal.status, contentType: refusal.body?.mediaType,
                body: Array((refusal.body?.text ?? "").utf8))
        }
    }

    var asked: Int { state.withLock { $0.asked.count } }
}

/// Everything together.
struct DutyBench {
    static let start = at("2026-03-05T12:00:00Z")

    let folder: TestFolder
    let clock = ManualClock(DutyBench.start)
    let keys: HostileKeys
    let outside: Outside
    let commit: GroupCommit
    let office: DutyOffice
    let trust: PinnedTrust
    let stamping: StampingDuty
    let cosigning: CosigningDuty

    init() throws {
        folder = try TestFolder()
        keys = try HostileKeys.shared.get()
        let (clock, folder) = (clock, folder)
        let random = RepeatableBytes(seed: 11)
        let archive = try Archive.create(
            at: folder.path + "/archive", origin: keys.origin, signer: keys.archive,
            surroundings: Surroundings(
                clock: { clock.now }, random: { random.next($0) },
                stateFolder: folder.path + "/state", reserveSize: 0))
        commit = GroupCommit(archive)
        let north = keys.north
        outside = Outside(
            keys, witness: north.cosigner, log: keys.archive.verifierKey, clock: clock)
        trust = PinnedTrust(
            authorities: [
                TrustedTSA(
                    party: required(PartyID("TSA1")),
                    derBytes: keys.timeStamping.identity.certificate)
            ],
            archives: [
                TrustedArchive(
                    party: required(PartyID("ARCH")), origin: keys.origin,
                    verifierKey: keys.archive.verifierKey.text)
            ],
            algorithms: ["ecdsa-p256", "sha-256"].map {
                ApprovedAlgorithm(name: $0, until: at("2036-01-01T00:00:00Z"))
            }, witnesses: [north.trusted])
        office = DutyOffice(
            origin: keys.origin, desk: TestDesk(commit: commit), board: DutyBoard([]),
            fetch: outside.fetch, clock: { clock.now }, random: { random.next($0) })
        stamping = DutyBench.stamping(office, trust)
        cosigning = DutyBench.cosigning(office, north)
    }

    static func stamping(_ office: DutyOffice, _ trust: PinnedTrust) -> StampingDuty {
        StampingDuty(
            office,
            StampingAuthority(
                party: required(PartyID("TSA1")), url: "tsa:1", patience: TimeSpan(seconds: 5)),
            trust: trust)
    }

    static func cosigning(_ office: DutyOffice, _ witness: TestWitness) -> CosigningDuty {
        CosigningDuty(
            office,
            AskedWitness(
                party: witness.party, keys: [witness.cosigner.verifierKey], url: "witness:1",
                patience: TimeSpan(seconds: 5)))
    }

    /// Files a document in a matter, and gives its entry.
    @discardableResult func file(_ text: String) async throws -> Entry {
        let content = Array(text.utf8)
        let filing = try Filing(
            archive: keys.origin, matter: required(MatterID("BAN-1")), kind: .document,
            mediaType: required(MediaType("text/plain")), name: required(FileName("a.txt")),
            content: .sha256(content), size: UInt64(content.count), filer: .operator,
            nonce: office.random(32))
        let filed = try await commit.file([
            Submission(filing: filing, content: .bytes(content))
        ])
        return required(filed.first).receipt.entry
    }

    /// All exhibits of the matters of times, by name.
    func records() throws -> [String] {
        try commit.use { archive in
            try archive.entries().filter { $0.filing.matter.isTime }.map {
                "\($0.filing.matter) \($0.filing.name)"
            }
        }
    }

    func ladder(of entry: Entry) throws -> Ladder {
        try commit.use { try Ladder(of: entry, in: $0, witnesses: trust) }
    }

    func spoil(
        _ change: @escaping @Sendable (ReadQuery, Instant) throws -> FetchResponse
    ) { outside.state.withLock { $0.stamping = change } }

    func spoilCosignatures(
        _ change: @escaping @Sendable (FetchResponse) throws -> FetchResponse
    ) { outside.state.withLock { $0.cosigning = change } }
}
