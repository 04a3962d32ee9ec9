/// Bytes of a file, borrowed: valid only until their reader moves on.
package typealias Bytes = UnsafeBufferPointer<UInt8>

/// `bytes` in double quotes for a one-line message: control characters are escaped, what is not UTF-8 is
/// replaced, and no more than about 60 bytes are shown.
func quotedExcerpt(_ bytes: Bytes) -> String {
  var shown = min(bytes.count, 60)
  // Not in the middle of a character.
  while shown < bytes.count, shown > 0, bytes[shown] & 0xC0 == 0x80 { shown -= 1 }
  var text = "\""
  for scalar in String(decoding: bytes[..<shown], as: UTF8.self).unicodeScalars {
    switch scalar {
    case "\"": text += "\\\""
    case "\n": text += "\\n"
    case "\r": text += "\\r"
    case "\t": text += "\\t"
    case _ where scalar.value < 0x20 || scalar.value == 0x7F:
      text += "\\x" + (scalar.value < 0x10 ? "0" : "") + String(scalar.value, radix: 16)
    default: text.unicodeScalars.append(scalar)
    }
  }
  return bytes.count > shown ? text + "…\"" : text + "\""
}
