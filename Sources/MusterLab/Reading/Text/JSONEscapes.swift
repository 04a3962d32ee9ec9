/// The content of a JSON string with its escapes undone, or nil if one of them is not an escape.
///
/// A surrogate without its partner stands for no character and counts as none.
func unescapedJSON(_ content: Bytes) -> [UInt8]? {
  var plain: [UInt8] = []
  plain.reserveCapacity(content.count)
  var index = 0
  while index < content.count {
    guard content[index] == UInt8(ascii: "\\") else {
      plain.append(content[index])
      index += 1
      continue
    }
    guard index + 1 < content.count else { return nil }
    let name = content[index + 1]
    index += 2
    if name == UInt8(ascii: "u") {
      guard let scalar = codePoint(in: content, at: &index) else { return nil }
      plain.append(contentsOf: Array(Character(scalar).utf8))
    } else {
      guard let byte = meaning(ofEscape: name) else { return nil }
      plain.append(byte)
    }
  }
  return plain
}

private func meaning(ofEscape name: UInt8) -> UInt8? {
  switch name {
  case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): name
  case UInt8(ascii: "b"): 0x08
  case UInt8(ascii: "f"): 0x0C
  case UInt8(ascii: "n"): 0x0A
  case UInt8(ascii: "r"): 0x0D
  case UInt8(ascii: "t"): 0x09
  default: nil
  }
}

/// The character of `XXXX`, or of `XXXX\uXXXX` where it takes two.
private func codePoint(in content: Bytes, at index: inout Int) -> Unicode.Scalar? {
  guard let first = hexadecimal(in: content, at: &index) else { return nil }
  guard 0xD800...0xDBFF ~= first else { return Unicode.Scalar(first) }
  guard index + 1 < content.count, content[index] == UInt8(ascii: "\\"),
    content[index + 1] == UInt8(ascii: "u")
  else { return nil }
  index += 2
  guard let second = hexadecimal(in: content, at: &index), 0xDC00...0xDFFF ~= second else { return nil }
  return Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
}

private func hexadecimal(in content: Bytes, at index: inout Int) -> UInt32? {
  guard index + 4 <= content.count else { return nil }
  var value: UInt32 = 0
  for _ in 0..<4 {
    guard let digit = Character(Unicode.Scalar(content[index])).hexDigitValue else { return nil }
    value = value << 4 | UInt32(digit)
    index += 1
  }
  return value
}
