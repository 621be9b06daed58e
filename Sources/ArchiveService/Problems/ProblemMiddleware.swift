// The outermost layer: every answer has its request's name, every error becomes a problem with a code, and nothing that a library says of
// an error leaves the service. What is no problem yet is told to the log by its type and the store's own case, without evidence.

import EvidenceStore
import HTTPTypes
package import Hummingbird
import Logging
import ServiceInterface

/// Turns errors into answers.
package struct ProblemMiddleware: RouterMiddleware {
    package typealias Context = ServiceContext

    private let metrics: ServiceMetrics

    package init(metrics: ServiceMetrics) { self.metrics = metrics }

    package func handle(
        _ request: Request, context: ServiceContext,
        next: @concurrent (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        var response: Response
        do {
            response = try await next(request, context)
        } catch {
            let problem = Problem(error)
            log(problem, error, request, context)
            response = problemResponse(problem, instance: context.requestID)
        }
        response.headers[.requestID] = context.requestID
        metrics.answered(
            route: context.endpointPath ?? "none", status: response.status.code,
            after: ContinuousClock.now - start)
        return response
    }

    /// Paths hold names of matters, so the log has the route and not the path.
    private func log(
        _ problem: Problem, _ error: any Error, _ request: Request, _ context: ServiceContext
    ) {
        var logger = context.logger
        logger[metadataKey: "code"] = "\(problem.code.rawValue)"
        logger[metadataKey: "route"] = "\(context.endpointPath ?? "none")"
        guard problem.code.status >= 500 else {
            logger.debug("refused")
            return
        }
        logger[metadataKey: "error"] = "\(Problem.kind(of: error))"
        logger.error("failed")
    }
}
