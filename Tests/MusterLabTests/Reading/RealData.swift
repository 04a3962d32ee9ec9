import Glibc
import MusterLab
import Testing

/// The real traces, which are not part of the project: in `MUSTER_DATA`, or in `shared/data` beside the package
/// or beside the directory it is in.
enum RealData {
  static let directory: String? = candidates.first { access("\($0)/README.md", R_OK) == 0 }

  static func path(_ name: String) throws -> String {
    "\(try #require(directory))/\(name)"
  }

  private static var candidates: [String] {
    if let given = getenv("MUSTER_DATA") { return [String(cString: given)] }
    // This file is Tests/MusterLabTests/Reading/RealData.swift in the package.
    let package = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
    return ["/\(package)/../shared/data", "/\(package)/../../shared/data"]
  }
}

extension Trait where Self == ConditionTrait {
  /// Skips, and says so, where the real traces are not.
  static var needsRealData: Self {
    .enabled(if: RealData.directory != nil, "no real traces here: set MUSTER_DATA to their directory")
  }
}
