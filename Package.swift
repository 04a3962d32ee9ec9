// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "muster",
  products: [
    .executable(name: "muster", targets: ["muster"]),
    .library(name: "MusterCore", targets: ["MusterCore"]),
    .library(name: "MusterPolicy", targets: ["MusterPolicy"]),
    .library(name: "MusterLab", targets: ["MusterLab"]),
    .library(name: "MusterStore", targets: ["MusterStore", "MusterSQLite"]),
    .library(name: "MusterPostgres", targets: ["MusterPostgres"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"),
  ],
  targets: [
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),

    // Without Foundation nobody else links libm, which `rounded()` needs on plain x86-64.
    .target(name: "MusterMath", swiftSettings: strict, linkerSettings: [.linkedLibrary("m")]),
    .target(name: "MusterCore", dependencies: ["MusterMath"], swiftSettings: strict),
    .target(name: "MusterPolicy", dependencies: ["MusterCore"], swiftSettings: strict),
    .target(name: "MusterLab", dependencies: ["MusterCore", "MusterPolicy", "CZlib"], swiftSettings: strict),
    .target(name: "MusterStore", dependencies: ["MusterCore", "MusterMath"], swiftSettings: strict),
    .target(
      name: "MusterSQLite",
      dependencies: ["MusterStore", .product(name: "GRDB", package: "GRDB.swift")],
      swiftSettings: strict),
    .target(name: "MusterPostgres", dependencies: ["MusterStore", "CPostgres"], swiftSettings: strict),
    .target(
      name: "MusterTestKit", dependencies: ["MusterCore", "MusterPolicy", "MusterStore"],
      swiftSettings: strict),
    .executableTarget(
      name: "muster",
      dependencies: [
        "MusterLab", "MusterSQLite",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "muster-bench", dependencies: ["MusterLab", "MusterSQLite"], path: "Benchmarks/MusterBench",
      swiftSettings: strict),

    .testTarget(name: "MusterMathTests", dependencies: ["MusterMath"], swiftSettings: strict),
    .testTarget(
      name: "MusterCoreTests", dependencies: ["MusterCore", "MusterTestKit"], swiftSettings: strict),
    .testTarget(
      name: "MusterPolicyTests", dependencies: ["MusterPolicy", "MusterTestKit"], swiftSettings: strict),
    .testTarget(
      name: "MusterLabTests", dependencies: ["MusterLab", "MusterTestKit"], exclude: ["Report/Golden"],
      swiftSettings: strict),
    .testTarget(
      name: "MusterStoreTests", dependencies: ["MusterStore", "MusterSQLite", "MusterTestKit"],
      swiftSettings: strict),
    .testTarget(
      name: "MusterPostgresTests", dependencies: ["MusterPostgres", "MusterTestKit"], swiftSettings: strict),
    .testTarget(
      name: "MusterCLITests", dependencies: ["muster", "MusterLab", "MusterSQLite"], swiftSettings: strict),
  ]
)
