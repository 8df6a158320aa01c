// swift-tools-version:6.2

import PackageDescription

/// Every Swift target is held to the same rules; the build refuses what a reviewer would otherwise
/// have to see: implicit `any`, imports that leak, members of modules nobody imported, warnings.
let rules: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let grdb: [Target.Dependency] = [
    .product(name: "GRDB", package: "GRDB.swift"),
    .product(name: "GRDBSQLite", package: "GRDB.swift"),
]

let package = Package(
    name: "vigil",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "vigil", targets: ["vigil"]),
        .library(name: "CaseRecord", targets: ["CaseRecord"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.0.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.0.0"),
        .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.0"),
    ],
    targets: [
        // C: what Swift cannot call by itself.
        .target(name: "CSQLite", linkerSettings: [.linkedLibrary("sqlite3")]),
        .systemLibrary(
            name: "CLibXML2",
            pkgConfig: "libxml-2.0",
            providers: [.apt(["libxml2-dev"]), .brew(["libxml2"])]
        ),

        // Leaves: they know nothing of each other's business.
        .target(name: "Values", dependencies: [crypto], swiftSettings: rules),
        .target(name: "MerkleTree", dependencies: ["Values", crypto], swiftSettings: rules),
        .target(
            name: "EventLog",
            dependencies: ["Values", "MerkleTree", "CSQLite", crypto] + grdb,
            swiftSettings: rules
        ),
        .target(name: "CaseModel", dependencies: ["Values"], swiftSettings: rules),
        .target(
            name: "Projector",
            dependencies: [
                "Values", "CSQLite", crypto, .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ],
            swiftSettings: rules
        ),
        .target(name: "XMLKit", dependencies: ["CLibXML2"], swiftSettings: rules),
        .target(
            name: "Exporter",
            dependencies: ["Values", "CaseModel", "XMLKit", crypto],
            swiftSettings: rules
        ),
        .target(
            name: "Interchange",
            dependencies: ["Values", "CaseModel"],
            swiftSettings: rules
        ),
        .target(name: "Pages", dependencies: ["Values"], swiftSettings: rules),
        .target(
            name: "EvidencePack",
            dependencies: ["Values", "MerkleTree", "XMLKit", crypto],
            swiftSettings: rules
        ),
        .target(
            name: "Witness",
            dependencies: [
                "Values", "MerkleTree", crypto, .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "FlyingFox", package: "FlyingFox"),
                .product(name: "FlyingSocks", package: "FlyingFox"),
            ],
            swiftSettings: rules
        ),
        .target(
            name: "Histories",
            dependencies: ["Values", "CaseModel"],
            swiftSettings: rules
        ),

        // The facade, and what stands on it.
        .target(
            name: "CaseRecord",
            dependencies: [
                "Values", "MerkleTree", "EventLog", "CaseModel", "Projector", "Exporter",
                "Interchange", "Histories", "Pages", "XMLKit", "EvidencePack", "Witness", crypto,
                cryptoExtras,
            ],
            swiftSettings: rules
        ),
        .executableTarget(
            name: "vigil",
            dependencies: [
                "Values", "CaseModel", "CaseRecord", "EventLog", "EvidencePack", "Exporter",
                "MerkleTree", "Pages", "Projector", "Witness",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: rules
        ),
        .executableTarget(
            name: "vigil-bench",
            dependencies: [
                "Values", "MerkleTree", "EventLog", "CaseModel", "CaseRecord", "Exporter",
                "Projector",
            ],
            swiftSettings: rules
        ),

        // Tests: one folder a target. Support may be imported by any of them and by nothing above.
        .target(name: "Support", path: "Tests/Support", swiftSettings: rules),
        .testTarget(name: "ValuesTests", dependencies: ["Values"], swiftSettings: rules),
        .testTarget(
            name: "MerkleTreeTests",
            dependencies: ["MerkleTree", "Values", "Support"],
            swiftSettings: rules
        ),
        .testTarget(
            name: "EventLogTests",
            dependencies: ["EventLog", "MerkleTree", "Values", "Support", crypto] + grdb,
            swiftSettings: rules
        ),
        .testTarget(
            name: "CaseModelTests",
            dependencies: ["CaseModel", "Values", "Support"],
            swiftSettings: rules
        ),
        .testTarget(
            name: "HistoriesTests",
            dependencies: ["Histories", "CaseModel", "Values", "Support"],
            swiftSettings: rules
        ),
        .testTarget(
            name: "ProjectorTests",
            dependencies: ["Projector", "Values", "Support"],
            swiftSettings: rules
        ),
        .testTarget(
            name: "PagesTests",
            dependencies: ["Pages", "Values", "Support"],
            swiftSettings: rules
        ),
        .testTarget(
            name: "XMLKitTests",
            dependencies: ["XMLKit", "Support"],
            swiftSettings: rules
        ),
        .testTarget(
            name: "WitnessTests",
            dependencies: ["Witness", "MerkleTree", "Values", "Support"],
            swiftSettings: rules
        ),
        .testTarget(
            name: "ExporterTests",
            dependencies: ["Exporter", "XMLKit", "CaseModel", "Values", "Support"],
            swiftSettings: rules
        ),
        .testTarget(
            name: "EvidencePackTests",
            dependencies: [
                "EvidencePack", "CaseRecord", "EventLog", "MerkleTree", "CaseModel", "Values",
                "Support", crypto,
            ],
            swiftSettings: rules
        ),
        .testTarget(
            name: "CaseRecordTests",
            dependencies: [
                "CaseRecord", "EventLog", "MerkleTree", "CaseModel", "Exporter", "Histories",
                "Interchange", "Projector", "Values", "Support",
            ] + grdb,
            swiftSettings: rules
        ),
        .testTarget(
            name: "CommandTests",
            dependencies: [
                "Support", "Values", "EventLog", "CaseRecord", "Histories", "vigil",
                "vigil-bench",
            ] + grdb,
            swiftSettings: rules
        ),
    ],
    swiftLanguageModes: [.v6]
)
