#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Reads checkpoints from files.
public enum CheckpointFile {
  /// The largest file that is read.
  static let limit = 1 << 30

  /// The checkpoint in a file. Throws where there is none, or none that can be used.
  public static func read(_ path: String) throws(CheckpointError) -> Checkpoint {
    guard let file = fopen(path, "rb") else { throw .file(reason: String(cString: strerror(errno))) }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = part.withUnsafeMutableBytes { fread($0.baseAddress, 1, $0.count, file) }
      if count == 0 { break }
      bytes += part[..<count]
      guard bytes.count <= limit else { throw .file(reason: "it has more than \(limit) bytes") }
    }
    // A directory can be opened and not be read.
    guard ferror(file) == 0 else { throw .file(reason: String(cString: strerror(errno))) }
    return try Checkpoint(bytes)
  }
}
