// Whether the machine has what the configuration names: folders, files, URLs, times. `docketd check` says so before the service starts.

import Foundation
import ServiceInterface
import TransparencyLog

extension ServiceConfiguration {
    /// What of this configuration cannot be used on this machine. Reads names and permissions; changes nothing.
    package func unreachable() -> [ConfigurationFault] {
        var faults: [ConfigurationFault] = []
        func fail(_ path: String, _ words: String) {
            faults.append(ConfigurationFault(path: path, reason: .unreachable(words)))
        }
        let files = FileManager.default
        if !files.fileExists(atPath: archive + "/docket.sqlite") {
            fail("archive", "there is no archive in \(archive)")
        } else if !files.isWritableFile(atPath: archive) {
            fail("archive", "\(archive) cannot be written to")
        }
        if !files.isWritableFile(atPath: state) { fail("state", "\(state) cannot be written to") }
        if http.certificate.isEmpty != http.key.isEmpty {
            fail("http.key", "certificate and key are needed both, or none")
        }
        for (path, file) in namedFiles where !file.isEmpty && !files.isReadableFile(atPath: file) {
            fail(path, "\(file) cannot be read")
        }
        for (path, url) in namedURLs where !ServiceConfiguration.isURL(url) {
            fail(path, "\(url) is no URL")
        }
        if !audit.at.isEmpty, auditTime == nil { fail("audit.at", "\(audit.at) is no hh:mm") }
        for peer in witnesses.peers where (try? VerifierKey(text: peer.key)) == nil {
            fail("witnesses.peers.key", "\(peer.key) is no verifier key")
        }
        return faults
    }

    /// The minute of the day of the nightly audit; nil for none.
    package var auditTime: Int? {
        let parts = audit.at.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 }),
            let hour = Int(parts[0]), let minute = Int(parts[1]), (0..<24).contains(hour),
            (0..<60).contains(minute)
        else { return nil }
        return hour * 60 + minute
    }

    private var namedFiles: [(String, String)] {
        [
            ("http.certificate", http.certificate), ("http.key", http.key),
            ("passphrase_file", passphraseFile),
        ]
            + agreements.flatMap {
                [("agreements.agreement", $0.agreement), ("agreements.annex", $0.annex)]
            }
    }

    private var namedURLs: [(String, String)] {
        timeStamps.authorities.map { ("time_stamps.authorities.url", $0.url) }
            + witnesses.peers.map { ("witnesses.peers.url", $0.url) }
            + (http.url.isEmpty ? [] : [("http.url", http.url)])
    }

    private static func isURL(_ text: String) -> Bool {
        guard let url = URL(string: text), let scheme = url.scheme, url.host?.isEmpty == false
        else {
            return false
        }
        return scheme == "http" || scheme == "https"
    }
}
