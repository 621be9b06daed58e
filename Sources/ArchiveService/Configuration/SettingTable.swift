// The table of settings.

/// All settings of the service.
package enum SettingTable {
    package static let all: [Setting] = places + http + limits + duties + lists

    /// The setting of this path; nil if there is none.
    static func setting(_ path: String) -> Setting? { all.first { $0.path == path } }

    /// Whether settings stand below `path`.
    static func isSection(_ path: String) -> Bool {
        all.contains { $0.path.hasPrefix(path + ".") }
    }

    private static let places = [
        Setting(path: "archive", kind: .text(\.archive), meaning: "The archive's folder."),
        Setting(
            path: "state", kind: .text(\.state),
            meaning: "The service's own folder: access, jobs, uploads, what it knows as a witness."),
        Setting(
            path: "passphrase_file", kind: .text(\.passphraseFile),
            meaning: "The file with the passphrase of the archive's key; empty if it has none."),
    ]

    private static let http = [
        Setting(
            path: "http.host", kind: .text(\.http.host), meaning: "The address to listen on."),
        Setting(
            path: "http.port", kind: .number(\.http.port, 0...65_535),
            meaning: "The port to listen on; 0 for any."),
        Setting(
            path: "http.url", kind: .text(\.http.url),
            meaning: "The URL under which clients reach the service, without a final slash."),
        Setting(
            path: "http.certificate", kind: .text(\.http.certificate),
            meaning:
                "The file with the chain of certificates for TLS, in PEM; empty for plain HTTP."
        ),
        Setting(
            path: "http.key", kind: .text(\.http.key),
            meaning: "The file with the key for TLS, in PEM."),
        Setting(
            path: "http.client_certificates", kind: .flag(\.http.clientCertificates),
            meaning: "Whether clients are asked for a certificate when they connect by TLS."),
        Setting(
            path: "metrics.host", kind: .text(\.metrics.host),
            meaning: "The address where numbers are read."),
        Setting(
            path: "metrics.port", kind: .number(\.metrics.port, 0...65_535),
            meaning: "The port where numbers are read; 0 for none."),
    ]

    private static let limits = [
        Setting(
            path: "limits.threads", kind: .number(\.limits.threads, 1...256),
            meaning: "Threads for work that waits for the disk or hashes."),
        Setting(
            path: "limits.waiting", kind: .number(\.limits.waiting, 16...65_536),
            meaning: "Pieces of such work that wait or run; more are refused with 503."),
        Setting(
            path: "limits.filings", kind: .number(\.limits.filings, 1...65_536),
            meaning: "Filings that wait for the disk; more are refused with 503."),
        Setting(
            path: "limits.connections", kind: .number(\.limits.connections, 1...1_000_000),
            meaning: "Connections at once; more wait to be accepted."),
        Setting(
            path: "limits.content", kind: .number(\.limits.content, 65_536...1_099_511_627_776),
            meaning: "Bytes of one exhibit, or of one bundle to be verified."),
        Setting(
            path: "limits.head_time", kind: .number(\.limits.headTime, 1...600),
            meaning: "Seconds for the handshake and the head of a request."),
        Setting(
            path: "limits.idle_time", kind: .number(\.limits.idleTime, 1...3_600),
            meaning: "Seconds that a connection may rest, or not take what is sent to it."),
        Setting(
            path: "limits.body_rate", kind: .number(\.limits.bodyRate, 0...1_073_741_824),
            meaning: "Bytes per second that a body must come with, after ten seconds."),
        Setting(
            path: "limits.requests_per_principal",
            kind: .number(\.limits.requestsPerPrincipal, 1...100_000_000),
            meaning: "Requests a minute of one principal."),
        Setting(
            path: "limits.requests_per_address",
            kind: .number(\.limits.requestsPerAddress, 1...100_000_000),
            meaning: "Requests a minute of one address without a principal."),
        Setting(
            path: "limits.daily_bytes",
            kind: .number(\.limits.dailyBytes, 0...1_125_899_906_842_624),
            meaning: "Bytes that a principal may file in a day."),
        Setting(
            path: "limits.stop_time", kind: .number(\.limits.stopTime, 1...3_600),
            meaning: "Seconds that a stop waits for what is under way."),
    ]

    private static let duties = [
        Setting(
            path: "time_stamps.within", kind: .number(\.timeStamps.within, 1...86_400),
            meaning: "Seconds after a filing within which a checkpoint with it is time-stamped."),
        Setting(
            path: "time_stamps.patience", kind: .number(\.timeStamps.patience, 1...600),
            meaning: "Seconds that an authority is given to answer."),
        Setting(
            path: "witnesses.name", kind: .text(\.witnesses.name),
            meaning: "The name of this service as a witness of other logs; empty for none."),
        Setting(
            path: "witnesses.every", kind: .number(\.witnesses.every, 1...86_400),
            meaning: "Seconds between two requests for cosignatures."),
        Setting(
            path: "witnesses.patience", kind: .number(\.witnesses.patience, 1...600),
            meaning: "Seconds that a witness is given to answer."),
        Setting(
            path: "audit.at", kind: .text(\.audit.at),
            meaning: "The time of the nightly audit, UTC, hh:mm; empty for none by the service."),
        Setting(
            path: "audit.budget", kind: .number(\.audit.budget, 60...604_800),
            meaning: "Seconds that the nightly audit may take."),
        Setting(
            path: "jobs.at_once", kind: .number(\.jobs.atOnce, 1...64),
            meaning: "Bundles that are built at once."),
        Setting(
            path: "jobs.waiting", kind: .number(\.jobs.waiting, 1...10_000),
            meaning: "Bundles that wait or are built, unsigned ones not counted."),
        Setting(
            path: "jobs.lifetime", kind: .number(\.jobs.lifetime, 60...31_536_000),
            meaning: "Seconds after its beginning that a job and its bundle are kept."),
        Setting(
            path: "access_records.every", kind: .number(\.accessRecords.every, 1...86_400),
            meaning: "Seconds after which reads of evidence are recorded in the log."),
        Setting(
            path: "access_records.batch", kind: .number(\.accessRecords.batch, 1...100_000),
            meaning: "Reads after which they are recorded at once."),
    ]

    private static let lists = [
        Setting(
            path: "time_stamps.authorities",
            kind: .list(fields: ["name", "url"]) { configuration, rows in
                configuration.timeStamps.authorities = rows.map {
                    .init(name: $0["name"] ?? "", url: $0["url"] ?? "")
                }
            }, meaning: "Time-stamp authorities (RFC 3161) that are asked, each by itself."),
        Setting(
            path: "witnesses.peers",
            kind: .list(fields: ["name", "url", "key"]) { configuration, rows in
                configuration.witnesses.peers = rows.map {
                    .init(name: $0["name"] ?? "", url: $0["url"] ?? "", key: $0["key"] ?? "")
                }
            }, meaning: "Witnesses that are asked to cosign this log."),
        Setting(
            path: "witnesses.logs",
            kind: .list(fields: ["origin", "key"]) { configuration, rows in
                configuration.witnesses.logs = rows.map {
                    .init(origin: $0["origin"] ?? "", key: $0["key"] ?? "")
                }
            }, meaning: "Logs that this service cosigns as a witness."),
        Setting(
            path: "agreements",
            kind: .list(fields: ["agreement", "annex"]) { configuration, rows in
                configuration.agreements = rows.map {
                    .init(agreement: $0["agreement"] ?? "", annex: $0["annex"] ?? "")
                }
            }, meaning: "Files of agreements and annexes that the service knows."),
    ]
}
