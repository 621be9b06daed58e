// What the service is told (docs/configuration.md): values with their defaults. `SettingTable` says how each is called in the file and in
// the environment, and which values it may have.

/// The configuration of one service.
package struct ServiceConfiguration: Sendable, Hashable {
    /// Where the service listens, and how it is called from outside.
    package struct HTTP: Sendable, Hashable {
        package var host = "127.0.0.1"
        package var port = 8_440
        /// The URL under which clients reach it, without a final slash; empty if none is given.
        package var url = ""
        /// Files with the certificate chain and the key, in PEM; empty for plain HTTP, behind a proxy that has its own TLS.
        package var certificate = ""
        package var key = ""
        /// Whether clients are asked for a certificate.
        package var clientCertificates = true
    }

    /// Where numbers are read, by whoever is on this machine.
    package struct Metrics: Sendable, Hashable {
        package var host = "127.0.0.1"
        /// 0 for no listener.
        package var port = 0
    }

    /// How much of anything.
    package struct Limits: Sendable, Hashable {
        /// Threads for what blocks.
        package var threads = 4
        /// Pieces of blocking work that wait or run.
        package var waiting = 1_024
        /// Filings that wait for their batch.
        package var filings = 512
        package var connections = 4_096
        /// Bytes of one exhibit, and of one bundle to be verified.
        package var content = 8_589_934_592
        /// Seconds for the head of a request.
        package var headTime = 10
        /// Seconds that a connection may rest.
        package var idleTime = 60
        /// Bytes per second that a body must come with, after its first ten seconds.
        package var bodyRate = 1_024
        /// Requests a minute of one principal, and of one address that is nobody's.
        package var requestsPerPrincipal = 6_000
        package var requestsPerAddress = 600
        /// Bytes that a principal may file in a day.
        package var dailyBytes = 68_719_476_736
        /// Seconds that a stop waits for what is under way.
        package var stopTime = 30
    }

    /// An RFC 3161 authority.
    package struct Authority: Sendable, Hashable {
        package var name = ""
        package var url = ""
    }

    /// A witness that is asked for cosignatures.
    package struct WitnessPeer: Sendable, Hashable {
        package var name = ""
        /// Its submission prefix: `add-checkpoint` is asked below it.
        package var url = ""
        /// Its verifier key.
        package var key = ""
    }

    /// A log that this service cosigns.
    package struct WitnessedPeer: Sendable, Hashable {
        package var origin = ""
        /// The verifier key of the log.
        package var key = ""
    }

    /// Time-stamps over checkpoints.
    package struct TimeStamps: Sendable, Hashable {
        package var authorities: [Authority] = []
        /// Seconds after a filing within which a checkpoint with it is stamped.
        package var within = 60
        /// Seconds that an authority is given to answer.
        package var patience = 20
    }

    /// Witnesses, both sides.
    package struct Witnesses: Sendable, Hashable {
        /// Who is asked to cosign this log.
        package var peers: [WitnessPeer] = []
        /// Which logs this service cosigns.
        package var logs: [WitnessedPeer] = []
        /// The name of this service as a witness; empty for none.
        package var name = ""
        /// Seconds between two requests for cosignatures.
        package var every = 60
        package var patience = 20
    }

    /// The nightly audit.
    package struct Audit: Sendable, Hashable {
        /// The time of the day, UTC, `hh:mm`; empty for no audit by the service.
        package var at = "02:30"
        /// Seconds that it may take.
        package var budget = 14_400
    }

    /// An agreement and its annex that the service knows, as paths of files.
    package struct KnownAgreement: Sendable, Hashable {
        package var agreement = ""
        package var annex = ""

        package init(agreement: String = "", annex: String = "") {
            self.agreement = agreement
            self.annex = annex
        }
    }

    /// Bundles that are built in the background.
    package struct Jobs: Sendable, Hashable {
        package var atOnce = 2
        package var waiting = 64
        /// Seconds that a finished job is kept.
        package var lifetime = 86_400
    }

    /// Records of access.
    package struct AccessRecords: Sendable, Hashable {
        /// Seconds after which reads are recorded.
        package var every = 60
        /// Reads after which they are recorded at once.
        package var batch = 1_000
    }

    /// The archive's folder.
    package var archive = "/var/lib/docket/archive"
    /// The service's own folder.
    package var state = "/var/lib/docket/state"
    /// The file with the passphrase of the archive's key; empty for a key without one.
    package var passphraseFile = ""
    package var http = HTTP()
    package var metrics = Metrics()
    package var limits = Limits()
    package var timeStamps = TimeStamps()
    package var witnesses = Witnesses()
    package var audit = Audit()
    package var agreements: [KnownAgreement] = []
    package var jobs = Jobs()
    package var accessRecords = AccessRecords()

    package init() {}
}
