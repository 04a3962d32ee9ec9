import MusterWire

/// A chat completion of one question.
enum ChatPrompt {
  /// The body of the request: instructions as the system's message, the question as the user's.
  static func body(model: String, instructions: String, _ question: String) -> [UInt8] {
    var text = JSONText(capacity: instructions.utf8.count + 2 * question.utf8.count + 100)
    text.object { text in
      text.member("model", model)
      text.name("messages")
      text.array { text in
        for (role, content) in [("system", instructions), ("user", question)] {
          text.object { text in
            text.member("role", role)
            text.member("content", content)
          }
        }
      }
    }
    return text.bytes
  }

  /// What a chat completion says; nil where it is none.
  static func content(of answer: some Collection<UInt8>) -> String? {
    let path: [JSONPath.Step] = [.name("choices"), .index(0), .name("message"), .name("content")]
    return JSONPath.value(path, in: Array(answer)).flatMap { try? JSONString.decode($0, 0..<$0.count) }
  }
}
