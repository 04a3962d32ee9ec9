// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
]

// The vectors of the networks, where `Scripts/build.sh` names some.
let vectors: [SwiftSetting] =
  Context.environment["MUSTER_LEARNING_VECTORS"].map {
    [.unsafeFlags($0.split(separator: " ").flatMap { ["-Xcc", "-m\($0)"] })]
  } ?? []

// What the load generator and the mock of the benchmarks speak HTTP with.
let http: [Target.Dependency] = [
  .product(name: "NIOCore", package: "swift-nio"),
  .product(name: "NIOPosix", package: "swift-nio"),
  .product(name: "NIOHTTP1", package: "swift-nio"),
]

let package = Package(
  name: "muster",
  products: [
    .executable(name: "muster", targets: ["muster"]),
    .library(name: "MusterCore", targets: ["MusterCore"]),
    .library(name: "MusterPolicy", targets: ["MusterPolicy"]),
    .library(name: "MusterLab", targets: ["MusterLab"]),
    .library(name: "MusterLearning", targets: ["MusterLearning"]),
    .library(name: "muster-worlds", type: .dynamic, targets: ["MusterDoor"]),
    .library(name: "MusterStore", targets: ["MusterStore", "MusterSQLite", "MusterPostgres"]),
    .library(name: "MusterWire", targets: ["MusterWire"]),
    .library(name: "MusterServer", targets: ["MusterServer"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
  ],
  targets: [
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CMalloc"),
    .systemLibrary(name: "CMusterWorlds"),
    .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),

    // Without Foundation nobody else links libm, which `rounded()` needs on plain x86-64.
    .target(name: "MusterMath", swiftSettings: strict, linkerSettings: [.linkedLibrary("m")]),
    .target(name: "MusterCore", dependencies: ["MusterMath"], swiftSettings: strict),
    .target(name: "MusterPolicy", dependencies: ["MusterCore"], swiftSettings: strict),
    .target(
      name: "MusterLearning", dependencies: ["MusterMath", "MusterCore", "MusterPolicy"],
      swiftSettings: strict + vectors),
    .target(
      name: "MusterLab", dependencies: ["MusterCore", "MusterPolicy", "MusterLearning", "CZlib"],
      swiftSettings: strict),
    .target(
      name: "MusterDoor", dependencies: ["CMusterWorlds", "MusterLab", "MusterLearning"],
      swiftSettings: strict),
    .target(name: "MusterStore", dependencies: ["MusterCore", "MusterMath"], swiftSettings: strict),
    .target(
      name: "MusterSQLite",
      dependencies: ["MusterStore", .product(name: "GRDB", package: "GRDB.swift")],
      swiftSettings: strict),
    .target(name: "MusterPostgres", dependencies: ["MusterStore", "CPostgres"], swiftSettings: strict),
    .target(name: "MusterWire", swiftSettings: strict),
    .target(
      name: "MusterServer",
      dependencies: [
        "MusterPolicy", "MusterLearning", "MusterWire", "MusterSQLite", "MusterPostgres",
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "HummingbirdTLS", package: "hummingbird"),
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Metrics", package: "swift-metrics"),
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "Yams", package: "Yams"),
      ],
      swiftSettings: strict),
    .target(
      name: "MusterTestKit", dependencies: ["MusterCore", "MusterPolicy", "MusterStore"],
      swiftSettings: strict),
    .executableTarget(
      name: "muster",
      dependencies: [
        "CMalloc", "MusterLab", "MusterLearning", "MusterSQLite", "MusterServer",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "muster-bench", dependencies: ["MusterLab", "MusterLearning", "MusterSQLite"] + http,
      path: "Benchmarks/MusterBench", swiftSettings: strict),
    .executableTarget(
      name: "muster-mock", dependencies: http, path: "Benchmarks/MockUpstream", swiftSettings: strict),

    .testTarget(name: "MusterMathTests", dependencies: ["MusterMath"], swiftSettings: strict),
    .testTarget(
      name: "MusterCoreTests", dependencies: ["MusterCore", "MusterTestKit"], swiftSettings: strict),
    .testTarget(
      name: "MusterPolicyTests", dependencies: ["MusterPolicy", "MusterTestKit"], swiftSettings: strict),
    .testTarget(
      name: "MusterLabTests", dependencies: ["MusterLab", "MusterTestKit"], exclude: ["Report/Golden"],
      swiftSettings: strict),
    .testTarget(
      name: "MusterLearningTests", dependencies: ["MusterLearning", "MusterMath", "MusterTestKit"],
      exclude: ["Worlds/Golden"], swiftSettings: strict),
    .testTarget(
      name: "MusterDoorTests",
      dependencies: ["CMusterWorlds", "MusterDoor", "MusterLab", "MusterLearning", "MusterMath"],
      swiftSettings: strict),
    .testTarget(
      name: "MusterStoreTests", dependencies: ["MusterStore", "MusterSQLite", "MusterTestKit"],
      swiftSettings: strict),
    .testTarget(
      name: "MusterWireTests", dependencies: ["MusterWire", "MusterMath"], swiftSettings: strict),
    .testTarget(
      name: "MusterServerTests",
      dependencies: [
        "MusterServer", "MusterTestKit", .product(name: "HummingbirdCore", package: "hummingbird"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "MusterPostgresTests", dependencies: ["MusterPostgres", "MusterTestKit"], swiftSettings: strict),
    .testTarget(
      name: "MusterCLITests", dependencies: ["muster", "MusterLab", "MusterLearning", "MusterSQLite"],
      swiftSettings: strict),
  ]
)
