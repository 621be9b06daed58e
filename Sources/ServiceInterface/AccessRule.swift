// The one table of who may what: role × action. It knows nothing of matters; `Caller` asks it for the roles that somebody has there.

/// The rule of access.
package enum AccessRule {
    /// Whether the role allows the action, where the role is held.
    package static func permits(_ role: Role, _ action: Action) -> Bool {
        switch role {
        case .party, .arbiter:
            switch action {
            case .readMatter, .listExhibits, .readExhibit, .readContent, .file, .makeBundle,
                .readJob, .judge, .readMembers:
                true
            case .readIdentity: role == .arbiter
            case .manageMembers, .createMatter, .managePrincipals, .manageTokens, .readAudits,
                .readAccessRecords:
                false
            }
        case .auditor:
            action == .readAudits || action == .readAccessRecords
        case .operator:
            switch action {
            case .readMatter, .readMembers, .manageMembers, .createMatter, .managePrincipals,
                .manageTokens, .readAudits:
                true
            case .listExhibits, .readExhibit, .readContent, .file, .makeBundle, .readJob, .judge,
                .readIdentity, .readAccessRecords:
                false
            }
        }
    }
}
