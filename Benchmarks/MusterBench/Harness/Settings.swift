import Foundation

/// Where things are; `run.sh` says so in the environment.
struct Settings {
  /// The package.
  var root: String
  /// The data sets; `MUSTER_DATA`, or `../shared/data`.
  var data: String
  /// The Python that has the peers' packages; nil leaves the peers out.
  var python: String?
  /// The Python that has schemathesis, and the program of LiteLLM's proxy; nil leaves out what needs them.
  var schemathesis: String?
  var litellm: String?
  /// This program.
  var executable: String
  /// The server and the mock of the endpoints behind it; beside this program.
  var muster: String
  var mock: String
  var versions: [(name: String, version: String)] = []

  var peers: String { "\(root)/Benchmarks/Peers" }

  init() {
    let environment = ProcessInfo.processInfo.environment
    root = environment["MUSTER_ROOT"] ?? FileManager.default.currentDirectoryPath
    data = environment["MUSTER_DATA"] ?? "\(root)/../shared/data"
    python = environment["MUSTER_PYTHON"]
    schemathesis = environment["MUSTER_SCHEMATHESIS"]
    litellm = environment["MUSTER_LITELLM"]
    executable = Bundle.main.executablePath ?? CommandLine.arguments[0]
    let directory = URL(fileURLWithPath: executable).deletingLastPathComponent().path
    muster = environment["MUSTER_BIN"] ?? "\(directory)/muster"
    mock = environment["MUSTER_MOCK"] ?? "\(directory)/muster-mock"
    if let muster = environment["MUSTER_VERSION"] { versions.append(("Muster", muster)) }
    if let swift = environment["MUSTER_SWIFT_VERSION"] { versions.append(("Swift", swift)) }
  }
}
