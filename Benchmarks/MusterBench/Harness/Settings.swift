import Foundation

/// Where things are; `run.sh` says so in the environment.
struct Settings {
  /// The package.
  var root: String
  /// The data sets; `MUSTER_DATA`, or `../shared/data`.
  var data: String
  /// The Python that has the peers' packages; nil leaves the peers out.
  var python: String?
  /// This program.
  var executable: String
  var versions: [(name: String, version: String)] = []

  var peers: String { "\(root)/Benchmarks/Peers" }

  init() {
    let environment = ProcessInfo.processInfo.environment
    root = environment["MUSTER_ROOT"] ?? FileManager.default.currentDirectoryPath
    data = environment["MUSTER_DATA"] ?? "\(root)/../shared/data"
    python = environment["MUSTER_PYTHON"]
    executable = Bundle.main.executablePath ?? CommandLine.arguments[0]
    if let muster = environment["MUSTER_VERSION"] { versions.append(("Muster", muster)) }
    if let swift = environment["MUSTER_SWIFT_VERSION"] { versions.append(("Swift", swift)) }
  }
}
