/// One gzip member that holds `content` in stored blocks: enough to test a reader of gzip without a writer of
/// it. `blockSize` is at most 65,535.
func gzipped(_ content: [UInt8], blockSize: Int = 65_535) -> [UInt8] {
  var member: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF]
  var start = 0
  repeat {
    let end = min(start + blockSize, content.count)
    let length = UInt16(end - start)
    member.append(end == content.count ? 1 : 0)
    member.append(contentsOf: littleEndian(UInt64(length), 2) + littleEndian(UInt64(~length), 2))
    member.append(contentsOf: content[start..<end])
    start = end
  } while start < content.count
  return member + littleEndian(UInt64(crc32(content)), 4) + littleEndian(UInt64(content.count), 4)
}

/// `printf 'a,b\n1,2\n3,4\n' | gzip -9n`: the same by a real compressor.
let compressedTable: [UInt8] = [
  0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0x4B, 0xD4, 0x49, 0xE2, 0x32, 0xD4, 0x31, 0xE2,
  0x32, 0xD6, 0x31, 0xE1, 0x02, 0x00, 0xE5, 0xE9, 0xD6, 0xCE, 0x0C, 0x00, 0x00, 0x00,
]

private func littleEndian(_ value: UInt64, _ count: Int) -> [UInt8] {
  (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * UInt64($0))) }
}

private func crc32(_ content: [UInt8]) -> UInt32 {
  var crc = UInt32.max
  for byte in content {
    crc ^= UInt32(byte)
    for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
  }
  return ~crc
}
