import Foundation

/// A server that runs while it is measured.
final class Server {
  let port: Int
  private let process: Process
  private let output: FileHandle?

  var identifier: Int32 { process.processIdentifier }

  /// Starts a server that says on its standard output where it listens, in a line that ends with its port. What
  /// else it says goes to the file `log`.
  init(_ executable: String, _ arguments: [String], announces: String, log: String) throws {
    let pipe = Pipe()
    process = try Self.start(executable, arguments, pipe.fileHandleForWriting, log)
    try pipe.fileHandleForWriting.close()
    output = pipe.fileHandleForReading
    var text = ""
    while true {
      let bytes = pipe.fileHandleForReading.availableData
      text += String(decoding: bytes, as: UTF8.self)
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
      if let line = lines.first(where: { $0.contains(announces) }) {
        let digits = line.reversed().prefix { $0.isASCII && $0.isNumber }.reversed()
        guard let port = Int(String(digits)) else {
          throw BenchError(found: "\"\(line)\"", expected: "a line that ends with a port")
        }
        self.port = port
        return
      }
      guard !bytes.isEmpty else {
        process.waitUntilExit()
        let words = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
        throw BenchError(
          found: "\(URL(fileURLWithPath: executable).lastPathComponent) ended: \(words.suffix(300))",
          expected: "a server that listens")
      }
    }
  }

  /// Starts a server on a port that it is told; it may listen some time later.
  init(_ executable: String, _ arguments: [String], port: Int, environment: [String: String], log: String)
    throws
  {
    self.port = port
    _ = FileManager.default.createFile(atPath: log + ".out", contents: nil)
    let file = FileHandle(forWritingAtPath: log + ".out")
    process = try Self.start(executable, arguments, file, log, environment)
    output = nil
  }

  private static func start(
    _ executable: String, _ arguments: [String], _ output: FileHandle?, _ log: String,
    _ environment: [String: String] = [:]
  ) throws -> Process {
    _ = FileManager.default.createFile(atPath: log, contents: nil)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: executable)
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    if let output { process.standardOutput = output }
    if let file = FileHandle(forWritingAtPath: log) { process.standardError = file }
    process.standardInput = FileHandle.nullDevice
    try process.run()
    return process
  }

  /// Ends it, gently at first.
  func stop() {
    guard process.isRunning else { return }
    process.terminate()
    let watch = Stopwatch()
    while process.isRunning, watch.seconds < 20 { Thread.sleep(forTimeInterval: 0.05) }
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    process.waitUntilExit()
  }
}
