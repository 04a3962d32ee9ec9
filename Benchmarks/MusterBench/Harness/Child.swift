import Foundation

/// A process that measures something and prints what.
enum Child {
  static func run(_ executable: String, _ arguments: [String]) throws -> Measurement {
    Measurement(parsing: try output(executable, arguments))
  }

  /// What a process prints, once it has ended well.
  static func output(_ executable: String, _ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: executable)
    process.arguments = arguments
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw BenchError(
        found: "status \(process.terminationStatus) of \(arguments.prefix(2).joined(separator: " "))",
        expected: "0")
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
