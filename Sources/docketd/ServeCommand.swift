// `docketd serve`: serves until it is told to stop.

import ArchiveService
import ArgumentParser
import CommandParts
import CoreMetrics
import Cryptography
import EvidenceStore
import Foundation
import Logging
import NIOCore
import UnixSignals
import VerifyCommand

/// Serves.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve until SIGTERM.",
        discussion: """
            Example:
              docketd serve --config /etc/docketd/docketd.yaml
            """)

    @OptionGroup var options: ConfigurationOptions
    @Option(help: "How much is told: debug, info, notice, warning or error.")
    var logLevel = "info"
    @Option(help: "Write the port to this file once the service listens.") var portFile: String?

    func run() async throws {
        do { try await serve() } catch {
            try reporting(Failure.duties) { throw error }
        }
    }

    private func serve() async throws {
        forbidCoreDumps()
        let configuration = try options.read()
        let faults = configuration.unreachable()
        guard faults.isEmpty else {
            throw ConfigurationOptions.failure(faults, in: options.config)
        }
        guard let level = Logger.Level(rawValue: logLevel) else {
            throw Failure("\(logLevel) is no level of logging", status: ExitStatus.usage)
        }
        LoggingSystem.bootstrap { label in
            var handler = StreamLogHandler.standardError(label: label)
            handler.logLevel = level
            return handler
        }
        let metrics = ServiceMetrics()
        MetricsSystem.bootstrap(MetricsBridge(metrics))
        let core = try ServiceCore(
            configuration, surroundings: ConfigurationOptions.surroundings(configuration),
            metrics: metrics, logger: Logger(label: "docketd"))
        let service = DocketService(core, parts: try .all(core)) { [portFile] channel in
            guard let portFile, let port = channel.localAddress?.port else { return }
            try? "\(port)\n".write(toFile: portFile, atomically: true, encoding: .utf8)
        }
        try await service.run(stoppingOn: [.sigterm, .sigint])
    }
}
