import Foundation

/// The servers that the benchmarks of the network measure, started for them.
extension Bench {
  /// The mock of a model endpoint.
  func startMock() throws -> Server {
    try Server(settings.mock, ["--port", "0"], announces: "listening on ", log: scratch + "/mock.log")
  }

  /// `muster serve` on a free port with a fresh log in SQLite, and these settings besides.
  func startMuster(_ name: String, durability: String = "normal", _ rest: String = "") throws -> Server {
    let file = "\(scratch)/\(name).yaml"
    let text = """
      server:
        host: 127.0.0.1
        port: 0
        limits:
          connections: 20000
      log:
        url: "sqlite:\(scratch)/\(name).db"
        durability: \(durability)
      observability:
        log-level: warning
      \(rest)

      """
    try Data(text.utf8).write(to: URL(fileURLWithPath: file))
    return try Server(
      settings.muster, ["serve", "--config", file], announces: "muster: listening on ",
      log: "\(scratch)/\(name).log")
  }
}
