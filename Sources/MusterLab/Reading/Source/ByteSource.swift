/// The bytes of a file, plain or gzip: told apart by their first two bytes, and held to it by the name.
package struct ByteSource: ~Copyable {
  /// The path as the caller gave it.
  package let file: String
  private var input: FileInput
  private var inflater: Inflater?

  /// Opens `path`.
  ///
  /// Throws `unreadable`, or `corruptGzip` if the name ends in `.gz` and the content does not begin as gzip.
  package init(path: String) throws(TraceError) {
    var input = try FileInput(path: path)
    while input.available.count < 2, try input.refill() {}
    let start = input.available
    if start.count >= 2, start[0] == Inflater.magic.0, start[1] == Inflater.magic.1 {
      self.init(input, try Inflater(file: path))
    } else if path.hasSuffix(".gz") {
      // An empty or overwritten .gz read as plain text would look like a trace that has no rows.
      throw TraceError.corrupt(path, found: "a file that does not begin as gzip")
    } else {
      self.init(input, nil)
    }
  }

  private init(_ input: consuming FileInput, _ inflater: consuming Inflater?) {
    file = input.file
    self.input = input
    self.inflater = inflater
  }

  /// Fills `output` as far as the file reaches; returns the number of bytes written, 0 only at the end.
  package mutating func read(into output: UnsafeMutableBufferPointer<UInt8>) throws(TraceError) -> Int {
    if let count = try inflater?.read(into: output, from: &input) { return count }
    var filled = 0
    while filled < output.count {
      if input.available.isEmpty, try !input.refill() { break }
      let part = input.available.prefix(output.count - filled)
      filled = UnsafeMutableBufferPointer(rebasing: output[filled...]).update(fromContentsOf: part) + filled
      input.consume(part.count)
    }
    return filled
  }
}
