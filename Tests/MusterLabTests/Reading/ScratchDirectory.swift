import Glibc

/// A directory for one test that is gone when the test is.
final class ScratchDirectory {
  let path: String
  private var files: [String] = []

  init() throws {
    var template = Array("/tmp/muster-reading-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw Failure(code: errno) }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit {
    for file in files { unlink(file) }
    rmdir(path)
  }

  /// Writes a file and returns its path.
  func write(_ name: String, _ content: some Collection<UInt8>) throws -> String {
    let file = "\(path)/\(name)"
    guard let stream = fopen(file, "wb") else { throw Failure(code: errno) }
    defer { fclose(stream) }
    files.append(file)
    let bytes = Array(content)
    guard fwrite(bytes, 1, bytes.count, stream) == bytes.count else { throw Failure(code: errno) }
    return file
  }

  func write(_ name: String, _ text: String) throws -> String { try write(name, Array(text.utf8)) }

  /// `text` with the path of this directory cut out, which differs from run to run.
  func shortened(_ text: String) -> String {
    text.replacing("\(path)/", with: "").replacing(path, with: "DIR")
  }

  struct Failure: Error { let code: Int32 }
}
