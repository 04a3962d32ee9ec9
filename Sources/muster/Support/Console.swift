import Foundation

/// Standard output and standard error.
enum Console {
  /// Writes a text and a line break to standard output.
  ///
  /// Throws when it cannot: a full disk behind a redirection must not look like success.
  static func print(_ text: String) throws(CommandFailure) { try write(text + "\n") }

  /// Writes a text to standard output as it is.
  static func write(_ text: String) throws(CommandFailure) {
    if let code = put(text, 1) {
      throw .user("cannot write standard output: \(String(cString: strerror(code)))")
    }
  }

  /// Says something on standard error, in one line behind the program's name.
  static func complain(_ text: String) { _ = put("muster: \(oneLine(text))\n", 2) }

  /// A text without line breaks and other control characters, which a file may have brought into a message.
  static func oneLine(_ text: String) -> String {
    var line = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n", "\r", "\t", "\u{2028}", "\u{2029}": line.unicodeScalars.append(" ")
      case _ where scalar.properties.generalCategory == .control:
        line += "\\u{\(String(scalar.value, radix: 16))}"
      default: line.unicodeScalars.append(scalar)
      }
    }
    return line
  }

  /// - Returns: the `errno` of a failure.
  private static func put(_ text: String, _ descriptor: Int32) -> Int32? {
    var text = text
    return text.withUTF8 { bytes -> Int32? in
      var rest = UnsafeRawBufferPointer(bytes)
      while let address = rest.baseAddress, !rest.isEmpty {
        let count = Foundation.write(descriptor, address, rest.count)
        if count < 0 {
          if errno == EINTR { continue }
          return errno
        }
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      }
      return nil
    }
  }
}
