import Foundation

/// Files that only their owner may read.
enum PrivateFile {
  /// Writes a new file, readable by its owner only.
  /// - Throws: when something has the name already.
  static func write(_ text: String, to path: String) throws {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL, 0o600)
    guard descriptor >= 0 else {
      throw ServerFailure(
        "\(path): found \(String(cString: strerror(errno))), expected a new file to write a key to")
    }
    defer { close(descriptor) }
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else {
        throw ServerFailure("\(path): found \(String(cString: strerror(errno))) while writing")
      }
      bytes.removeFirst(count)
    }
  }
}

/// Why the server cannot start or go on: one line for people.
public struct ServerFailure: Error, CustomStringConvertible {
  public let description: String
  public init(_ description: String) { self.description = description }
}
