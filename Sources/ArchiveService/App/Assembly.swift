// The service as it is shipped: which parts there are.

extension ServiceParts {
    /// All parts of the service.
    package static func all(_ core: ServiceCore) throws -> ServiceParts {
        var parts = ServiceParts()
        parts.layers = [AccessMiddleware(core: core)]
        let texts = try KnownTexts(core.config.agreements)
        let desk = try JobDesk(core: core)
        parts.services.append(AccessRecorder(core: core))
        parts.services.append(desk)
        let duties = try Duties(core)
        parts.services += duties.services
        parts.groups = [
            HealthRoutes(core: core),
            FilingRoutes(core: core),
            ExhibitRoutes(core: core),
            AccessRoutes(core: core),
            BundleRoutes(core: core, texts: texts, desk: desk),
            JobRoutes(core: core, desk: desk),
            JudgingRoutes(core: core, texts: texts),
            try VerificationRoutes(core: core),
            LogRoutes(core: core),
            try WitnessRoutes(core: core),
            StatusRoutes(core: core, duties: duties),
            DescriptionRoutes(),
            WebRoutes(),
        ]
        return parts
    }
}
