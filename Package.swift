// swift-tools-version: 6.2
// The targets of Docket and the arrows between them. ARCHITECTURE.md tells what each holds; the build refuses any
// import that is not named here (`--explicit-target-dependency-import-check error`).
import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let asn1: Target.Dependency = .product(name: "SwiftASN1", package: "swift-asn1")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
/// SQLite as GRDB has it, for rows by the thousand.
let sqlite: Target.Dependency = .product(name: "GRDBSQLite", package: "GRDB.swift")
let arguments: Target.Dependency = .product(
    name: "ArgumentParser", package: "swift-argument-parser")
/// The service alone speaks HTTP, and its client.
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let httpClient: Target.Dependency = .product(
    name: "AsyncHTTPClient", package: "async-http-client")
let nio: [Target.Dependency] = ["NIOCore", "NIOPosix", "NIOHTTP1"].map {
    .product(name: $0, package: "swift-nio")
}
let tls: Target.Dependency = .product(name: "NIOSSL", package: "swift-nio-ssl")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")

func library(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

let package = Package(
    name: "docket",
    products: [
        .executable(name: "docket", targets: ["docket"]),
        .executable(name: "docket-verify", targets: ["docket-verify"]),
        .executable(name: "docket-scenario", targets: ["docket-scenario"]),
        .executable(name: "docketd", targets: ["docketd"]),
        .executable(name: "docket-remote", targets: ["docket-remote"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(
            url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        // C libraries, from Debian.
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(
            name: "CArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),

        // Ours: the inner loops over bytes of texts.
        .target(name: "CText"),
        // And files of SQLite that are read ahead.
        .target(name: "CReadAhead"),
        // And keys in tokens: modules of PKCS #11.
        .target(name: "CPKCS11"),

        // bytes → exhibit → filing → entry → facts → finding → report
        library("EvidenceValues", ["CText"]),
        library("TransparencyLog", ["EvidenceValues", "COpenSSL", crypto]),
        library("Cryptography", ["EvidenceValues", "COpenSSL"]),
        library("TokenKeys", ["EvidenceValues", "Cryptography", "CPKCS11"]),
        library("SignatureValidation", ["EvidenceValues", "Cryptography"]),
        library("Container", ["EvidenceValues", "CText", "CArchive"]),
        library(
            "EvidenceModules",
            [
                "EvidenceValues", "TransparencyLog", "Cryptography", "SignatureValidation",
                "Container",
            ]),
        library("Agreements", ["EvidenceValues"]),
        library(
            "EvidenceStore", ["EvidenceValues", "TransparencyLog", "CReadAhead", grdb, sqlite]),
        library(
            "EvidenceBundle",
            [
                "EvidenceValues", "TransparencyLog", "Cryptography", "SignatureValidation",
                "Container",
                "EvidenceModules", "Agreements",
            ]),
        library("EvidenceReport", ["EvidenceValues", "Agreements"]),
        library("DurableFiles", []),
        library("LogFiles", ["EvidenceValues", "TransparencyLog", "DurableFiles"]),
        library(
            "BundleExport",
            [
                "EvidenceValues", "TransparencyLog", "Cryptography", "SignatureValidation",
                "Container",
                "EvidenceModules", "Agreements", "EvidenceStore", "EvidenceBundle", "DurableFiles",
            ]),
        library(
            "ArchiveAudit",
            [
                "EvidenceValues", "TransparencyLog", "Cryptography", "SignatureValidation",
                "Container",
                "EvidenceModules", "EvidenceStore",
            ]),
        // The service: what is said over HTTP, who may what, what the archive does by itself, and the server.
        library("ServiceInterface", ["EvidenceValues", "TransparencyLog"]),
        library(
            "ServiceAccess",
            [
                "EvidenceValues", "TransparencyLog", "Cryptography", "ServiceInterface", grdb,
            ]),
        library(
            "ArchiveDuties",
            [
                "EvidenceValues", "TransparencyLog", "Cryptography", "SignatureValidation",
                "EvidenceModules", "Agreements", "EvidenceStore", "ArchiveAudit", "LogFiles",
                "DurableFiles",
            ]),
        library(
            "ArchiveBackup",
            [
                "EvidenceValues", "TransparencyLog", "EvidenceStore",
                "DurableFiles", grdb,
            ]),
        .target(
            name: "ArchiveService",
            dependencies: [
                "EvidenceValues", "TransparencyLog", "Cryptography", "SignatureValidation",
                "EvidenceModules", "Agreements", "EvidenceStore", "EvidenceBundle",
                "EvidenceReport", "BundleExport", "ArchiveAudit", "DurableFiles", "LogFiles",
                "ServiceInterface", "ServiceAccess", "ArchiveDuties",
                hummingbird, httpTypes, httpClient, tls, logging,
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "Yams", package: "Yams"),
            ] + nio,
            resources: [.embedInCode("Web")],
            swiftSettings: strict),
        library(
            "CommandParts",
            [
                "EvidenceValues", "TransparencyLog", "Cryptography", "EvidenceModules",
                "EvidenceStore", "DurableFiles", "TokenKeys", "VerifyCommand", arguments,
            ]),
        library(
            "RemoteClient",
            [
                "EvidenceValues", "TransparencyLog", "Cryptography", "ServiceInterface",
                "DurableFiles", httpClient, tls,
            ] + nio),
        library(
            "EvidenceTesting",
            [
                "EvidenceValues", "TransparencyLog", "Cryptography", "SignatureValidation",
                "Container",
                "EvidenceModules", "Agreements", "EvidenceStore", "EvidenceBundle",
                "EvidenceReport", "BundleExport",
                "ArchiveAudit", crypto, asn1,
            ]),

        // The people's doors: a party and an operator, an arbiter, and whoever wants to try a scenario.
        .executableTarget(
            name: "docket",
            dependencies: [
                "EvidenceValues", "TransparencyLog", "Cryptography", "SignatureValidation",
                "EvidenceModules",
                "Agreements", "EvidenceStore", "EvidenceBundle", "EvidenceReport", "BundleExport",
                "ArchiveAudit", "DurableFiles", "LogFiles", "TokenKeys", "ArchiveDuties",
                "ArchiveBackup", "CommandParts",
                "VerifyCommand", arguments,
            ], swiftSettings: strict),
        library(
            "VerifyCommand",
            [
                "EvidenceValues", "Agreements", "EvidenceBundle", "EvidenceReport", "DurableFiles",
                arguments,
            ]),
        .executableTarget(
            name: "docket-verify", dependencies: ["VerifyCommand", arguments], swiftSettings: strict
        ),
        .executableTarget(
            name: "docket-scenario",
            dependencies: [
                "EvidenceValues", "Agreements", "EvidenceBundle", "EvidenceTesting", arguments,
            ],
            swiftSettings: strict),

        // The service, and its client over HTTP, which `docket --server` runs.
        .executableTarget(
            name: "docketd",
            dependencies: [
                "EvidenceValues", "ArchiveService", "ServiceInterface", "ServiceAccess",
                "CommandParts", "VerifyCommand", "EvidenceStore", "Cryptography", arguments,
                logging, .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "NIOCore", package: "swift-nio"),
            ], swiftSettings: strict),
        .executableTarget(
            name: "docket-remote",
            dependencies: [
                "EvidenceValues", "TransparencyLog", "Cryptography", "EvidenceModules",
                "Container", "Agreements", "EvidenceBundle", "LogFiles",
                "DurableFiles", "RemoteClient", "ServiceInterface", "CommandParts",
                "VerifyCommand", arguments,
            ], swiftSettings: strict),
        // A load of many clients, from a process of its own.
        .executableTarget(
            name: "docket-load",
            dependencies: [
                "EvidenceValues", "TransparencyLog", "Cryptography", "EvidenceStore",
                "ServiceInterface",
            ] + nio,
            path: "Benchmarks/docket-load", swiftSettings: strict),

        // Times the parts for `Benchmarks/run`.
        .executableTarget(
            name: "docket-bench",
            dependencies: [
                "EvidenceValues", "TransparencyLog", "Cryptography", "SignatureValidation",
                "EvidenceStore", "ArchiveAudit", "Agreements", "EvidenceModules",
                "EvidenceBundle", "BundleExport",
            ],
            path: "Benchmarks/docket-bench", swiftSettings: strict),

        tests("EvidenceValuesTests", ["EvidenceValues"]),
        tests("TransparencyLogTests", ["TransparencyLog", "EvidenceValues"]),
        tests(
            "LogFilesTests",
            ["LogFiles", "TransparencyLog", "EvidenceValues", "DurableFiles", "EvidenceTesting"]),
        tests("CryptographyTests", ["Cryptography", "EvidenceValues", "EvidenceTesting"]),
        tests("TokenKeysTests", ["TokenKeys", "Cryptography", "EvidenceValues"]),
        tests(
            "SignatureValidationTests",
            ["SignatureValidation", "Cryptography", "EvidenceValues", "EvidenceTesting"]),
        tests("ContainerTests", ["Container", "EvidenceValues", "CText"]),
        tests(
            "EvidenceModulesTests",
            [
                "EvidenceModules", "EvidenceValues", "TransparencyLog", "Cryptography",
                "SignatureValidation",
                "EvidenceTesting",
            ]),
        tests("AgreementsTests", ["Agreements", "EvidenceValues"]),
        tests(
            "EvidenceStoreTests",
            ["EvidenceStore", "ArchiveAudit", "EvidenceValues", "TransparencyLog", grdb]),
        tests(
            "EvidenceBundleTests",
            [
                "EvidenceBundle", "BundleExport", "EvidenceReport", "EvidenceTesting",
                "EvidenceValues",
                "TransparencyLog", "Container", "Agreements", "EvidenceStore", "Cryptography",
                "EvidenceModules",
            ]),
        tests(
            "CommandLineTests",
            [
                "EvidenceValues", "DurableFiles", "EvidenceTesting", "Agreements", "BundleExport",
                "Cryptography",
                "EvidenceBundle", "EvidenceModules", "EvidenceReport", "EvidenceStore",
                "TransparencyLog",
            ]),
        tests(
            "ServiceAccessTests",
            [
                "ServiceAccess", "ServiceInterface", "EvidenceValues", "TransparencyLog",
                "Cryptography", "EvidenceModules", "EvidenceTesting", grdb,
            ]),
        tests(
            "ArchiveDutiesTests",
            [
                "ArchiveDuties", "Agreements", "ArchiveAudit", "EvidenceStore", "EvidenceValues",
                "TransparencyLog", "Cryptography", "LogFiles", "EvidenceTesting",
            ]),
        tests(
            "ArchiveBackupTests",
            [
                "ArchiveBackup", "EvidenceStore", "ArchiveAudit", "EvidenceValues",
                "TransparencyLog", "EvidenceTesting",
            ]),
        // The service's parts over Hummingbird's test client, and the real programs over loopback.
        tests(
            "ArchiveServiceTests",
            [
                "ArchiveService", "ServiceInterface", "ServiceAccess", "ArchiveDuties",
                "EvidenceStore", "EvidenceValues", "TransparencyLog", "Cryptography",
                "EvidenceModules", "EvidenceTesting", "EvidenceBundle", "BundleExport",
                "Agreements",
                "DurableFiles", hummingbird, httpTypes, httpClient, tls, logging,
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "Yams", package: "Yams"),
            ] + nio),
        tests(
            "RemoteClientTests",
            [
                "RemoteClient", "ServiceInterface", "EvidenceValues", "TransparencyLog",
                "EvidenceStore", "Cryptography", "EvidenceTesting", "DurableFiles",
            ] + nio),
        // Real programs under faults; Tests/Faults/faults.c is built by these tests themselves.
        tests(
            "FaultTests",
            [
                "ArchiveAudit", "EvidenceStore", "EvidenceTesting", "EvidenceValues",
                "TransparencyLog",
            ]),
    ]
)
