// The server: HTTP/1.1 on one address, with or without TLS, and what runs beside it, under one `ServiceGroup`. A signal to stop ends
// accepting, lets what is under way finish for a bounded time, and closes the archive last.

import Hummingbird
import HummingbirdCore
import Logging
package import NIOCore
import ServiceInterface
import ServiceLifecycle
package import UnixSignals

/// A service that runs until it is stopped.
package struct DocketService: Sendable {
    private let core: ServiceCore
    private let parts: ServiceParts
    private let onRunning: @Sendable (any Channel) async -> Void

    /// `onRunning` is told the channel that listens, whose address has the port.
    package init(
        _ core: ServiceCore, parts: ServiceParts,
        onRunning: @escaping @Sendable (any Channel) async -> Void = { _ in }
    ) {
        self.core = core
        self.parts = parts
        self.onRunning = onRunning
    }

    /// Serves until the task is cancelled, a signal of these comes or a part fails; then what is under way finishes, and the archive is closed.
    ///
    /// A server that is cut off outright traps in NIO (`NIOAsyncWriter` deinitialised) if a connection was accepted and not yet taken
    /// up, so every end is a graceful one, and only what is still under way after the time to stop is cut off.
    package func run(stoppingOn signals: [UnixSignal] = []) async throws {
        let services = try parts.services + metricsServer() + [server()]
        var configuration = ServiceGroupConfiguration(
            services: services.map {
                .init(
                    service: $0, successTerminationBehavior: .gracefullyShutdownGroup,
                    failureTerminationBehavior: .gracefullyShutdownGroup)
            }, gracefulShutdownSignals: signals, logger: core.logger)
        configuration.maximumGracefulShutdownDuration = .seconds(core.config.limits.stopTime)
        let group = ServiceGroup(configuration: configuration)
        // Outside the caller's task, whose cancellation would cut the servers off.
        let running = Task { try await group.run() }
        do {
            try await withTaskCancellationHandler {
                try await running.value
            } onCancel: {
                Task { await group.triggerGracefulShutdown() }
            }
        } catch {
            try? await core.close()
            throw error
        }
        try await core.close()
    }

    private func server() throws -> any Service {
        let http = core.config.http
        return Application(
            router: parts.router(core), server: try core.config.serverBuilder(),
            configuration: ApplicationConfiguration(
                address: .hostname(http.host, port: http.port), backlog: 1_024,
                availableConnectionsDelegate: MaximumAvailableConnections(
                    core.config.limits.connections)),
            onServerRunning: onRunning, logger: core.logger)
    }

    private func metricsServer() throws -> [any Service] {
        let place = core.config.metrics
        guard place.port > 0 else { return [] }
        let router = Router(context: ServiceContext.self)
        router.get("/metrics") { [core] _, _ in
            core.measure()
            return bytesResponse(Array(core.metrics.text.utf8), type: ServiceMetrics.textType)
        }
        return [
            Application(
                router: router,
                configuration: ApplicationConfiguration(
                    address: .hostname(place.host, port: place.port)), logger: core.logger)
        ]
    }
}
