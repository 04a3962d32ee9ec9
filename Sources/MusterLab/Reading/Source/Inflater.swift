import CZlib

/// Undoes gzip (RFC 1952), one or more members one after the other.
///
/// This drives `inflate` and not `gzread`, which ignores whatever follows a member if it does not look like
/// gzip: a concatenated trace with a damaged second part would end early without a word.
struct Inflater: ~Copyable {
  // zlib keeps the address of its stream, which therefore may not move.
  private let stream: UnsafeMutablePointer<z_stream>
  private var insideMember = true

  /// Throws `corruptGzip` if zlib cannot start, which means that memory is out.
  init(file: String) throws(TraceError) {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    // 15 bits of window, and 16 for gzip with nothing guessed.
    let code = inflateInit2_(stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard code == Z_OK else {
      throw TraceError.corrupt(file, found: "a gzip stream that zlib cannot start on (code \(code))")
    }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  /// Inflates from `input` until `output` is full or the file ends; returns the number of bytes written.
  ///
  /// Throws `corruptGzip` if the stream is damaged, ends inside a member, or is followed by anything but zero
  /// padding.
  mutating func read(
    into output: UnsafeMutableBufferPointer<UInt8>, from input: inout FileInput
  ) throws(TraceError) -> Int {
    stream.pointee.next_out = output.baseAddress
    stream.pointee.avail_out = uInt(output.count)
    while stream.pointee.avail_out > 0 {
      if input.available.isEmpty, try !input.refill() {
        guard !insideMember else {
          throw TraceError.corrupt(input.file, found: "a gzip stream that ends early")
        }
        break
      }
      if !insideMember {
        guard try startMember(input: &input) else { continue }
      }
      try inflateBlock(input: &input)
    }
    return output.count - Int(stream.pointee.avail_out)
  }

  /// Steps over padding between members; true if another member begins here.
  private mutating func startMember(input: inout FileInput) throws(TraceError) -> Bool {
    let padding = input.available.prefix { $0 == 0 }.count
    input.consume(padding)
    guard let first = input.available.first else { return false }
    guard first == Self.magic.0 else {
      throw TraceError.corrupt(input.file, found: "bytes after the gzip stream that are not gzip")
    }
    inflateReset(stream)
    insideMember = true
    return true
  }

  private mutating func inflateBlock(input: inout FileInput) throws(TraceError) {
    let available = input.available
    stream.pointee.next_in = UnsafeMutablePointer(mutating: available.baseAddress)
    stream.pointee.avail_in = uInt(available.count)
    let code = inflate(stream, Z_NO_FLUSH)
    input.consume(available.count - Int(stream.pointee.avail_in))
    switch code {
    case Z_OK, Z_BUF_ERROR: break
    case Z_STREAM_END: insideMember = false
    default:
      let reason = stream.pointee.msg.map { String(cString: $0) } ?? "code \(code)"
      throw TraceError.corrupt(input.file, found: "a damaged gzip stream (\(reason))")
    }
  }

  /// The first two bytes of every gzip member.
  static let magic: (UInt8, UInt8) = (0x1F, 0x8B)
}

extension TraceError {
  static func corrupt(_ file: String, found: String) -> TraceError {
    TraceError(.corruptGzip, file: file, found: found, expected: "a whole gzip stream")
  }
}
