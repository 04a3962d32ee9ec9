import Foundation

/// Standard error and the exit code.
enum Console {
  static func complain(_ line: String) { FileHandle.standardError.write(Data((line + "\n").utf8)) }
  static func exit(_ status: Int32) -> Never { Foundation.exit(status) }
}
