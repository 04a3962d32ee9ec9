/// Gives `body` the bytes of any collection as one region of memory, without a copy where it has one already
/// (arrays, slices, network buffers).
func withRawBytes<Value, Failure: Error>(
  of bytes: some Collection<UInt8>, _ body: (UnsafeRawBufferPointer) throws(Failure) -> Value
) throws(Failure) -> Value {
  let result = bytes.withContiguousStorageIfAvailable { region in
    Result<Value, Failure> { () throws(Failure) in try body(UnsafeRawBufferPointer(region)) }
  }
  if let result { return try result.get() }
  return try Array(bytes).withUnsafeBufferPointer { region throws(Failure) in
    try body(UnsafeRawBufferPointer(region))
  }
}

extension UnsafeRawBufferPointer {
  /// Whether these bytes are the UTF-8 of `text`.
  @inline(__always)
  func equals(_ text: StaticString) -> Bool {
    guard count == text.utf8CodeUnitCount else { return false }
    let other = text.utf8Start
    for i in 0..<count where self[i] != other[i] { return false }
    return true
  }

  /// The part of these bytes in `range`.
  @inline(__always)
  func part(_ range: Range<Int>) -> UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: self[range]) }
}
