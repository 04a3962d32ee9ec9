import MusterLearning
import MusterPolicy

extension Kind where Value == String {
  /// Any text on one line that is not empty.
  static func text(_ name: String = "text") -> Kind {
    Kind(name, expected: "a text on one line", read: { isLine($0) ? $0 : nil }, write: { $0 })
  }

  /// The path of a file or directory, as the working directory sees it.
  static var path: Kind { Kind("path", expected: "a path", read: { isLine($0) ? $0 : nil }, write: { $0 }) }

  /// What things are called by: at most 128 letters, digits and `. _ - : / @`, as names of models have them.
  static var name: Kind {
    Kind(
      "name", expected: "a name of at most 128 letters, digits and . _ - : / @",
      read: { text in
        let fits = text.unicodeScalars.allSatisfy { scalar in
          scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
            || "._-:/@".unicodeScalars.contains(scalar)
        }
        return fits && (1...128).contains(text.utf8.count) ? text : nil
      }, write: { $0 })
  }

  /// A kind of task, or all of them.
  static var kindOfTask: Kind {
    Kind(
      "kind of task", expected: "a kind of task, of at most 200 characters, or \"*\"",
      read: { isLine($0) && JSONFields.isLabel($0) ? $0 : nil }, write: { $0 })
  }

  /// The name of an environment variable. What does not fit may be a secret in the wrong place: it is not
  /// shown.
  static var variable: Kind {
    Kind(
      "variable", expected: "the name of an environment variable in capitals, digits and _, never the secret",
      read: { text in
        let fits = text.utf8.allSatisfy { byte in
          (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "_")
        }
        return fits && (1...128).contains(text.utf8.count) && text.first?.isNumber == false ? text : nil
      }, write: { $0 }
    ).quoting { _ in "something else" }
  }

  /// A name or an address of a machine.
  static var host: Kind {
    Kind(
      "host", expected: "a host name or an IP address, without port",
      read: { HostName.isValid($0) ? $0 : nil },
      write: { $0 })
  }

  /// The name of a header field.
  static var header: Kind {
    Kind(
      "header", expected: "the name of a header: letters, digits and -",
      read: { text in
        let fits = text.utf8.allSatisfy { byte in
          let letter = byte | 0x20
          return (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(letter)
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
            || byte == UInt8(ascii: "_")
        }
        return fits && (1...128).contains(text.utf8.count) ? text : nil
      }, write: { $0 })
  }

  /// A policy: a sentence in the words of the catalogue, or a shorthand.
  static var sentence: Kind {
    Kind(
      "policy", expected: "a sentence such as \"feasible | least-loaded(by: tasks) | power-of-two\"",
      parse: { (text) throws(Mismatch) in
        do {
          _ = try Sentence(text, in: .complete)
        } catch {
          throw Mismatch(detail: "at \(error)")
        }
        return text
      }, write: { $0 })
  }

  /// Text that stays on one line: no control characters.
  private static func isLine(_ text: String) -> Bool {
    !text.isEmpty && text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
  }
}

extension Kind where Value == Bool {
  static var flag: Kind {
    Kind(
      "boolean", expected: "true or false",
      read: { text in
        switch text {
        case "true", "on", "yes": true
        case "false", "off", "no": false
        default: nil
        }
      }, write: { $0 ? "true" : "false" })
  }
}

extension Kind where Value == WebAddress {
  static var url: Kind {
    Kind(
      "URL", expected: "an http or https address without user, query or fragment", read: { WebAddress($0) },
      write: { "\($0)" }
    ).quoting(Quote.address)
  }
}

extension Kind where Value == LogAddress {
  static var log: Kind {
    Kind(
      "log", expected: "sqlite:PATH, postgres://[USER@]HOST[:PORT]/DATABASE or memory:",
      read: { LogAddress($0) },
      write: { "\($0)" }
    ).quoting(Quote.address)
  }
}

extension Kind where Value == LogKeep {
  static var keep: Kind {
    Kind(
      "keep", expected: "a number of records, a duration such as 30d, or all", read: { LogKeep($0) },
      write: { "\($0)" })
  }
}

extension Kind where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
  /// One of the names of an enumeration.
  static var choice: Kind {
    let names = Value.allCases.map(\.rawValue)
    return Kind(
      names.joined(separator: " | "), expected: "one of \(names.joined(separator: ", "))",
      read: { Value(rawValue: $0) }, write: { $0.rawValue })
  }
}
