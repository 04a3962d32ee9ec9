import MusterCore
import MusterMath

/// Reading learned state, which may be cut, damaged or another policy's.
enum Learned {
  /// Reads all of `bytes`; `body` returns nil where they are whole but say something impossible.
  static func read<State>(
    _ bytes: [UInt8], word: String, _ body: (inout ByteReader) throws(ByteError) -> State?
  ) throws(PolicyError) -> State {
    var reader = ByteReader(bytes)
    do {
      let state = try body(&reader)
      try reader.expectEnd()
      if let state { return state }
    } catch {
      throw PolicyError(
        policy: word, found: "\(bytes.count) damaged bytes (\(error))", expected: "a whole snapshot")
    }
    throw PolicyError(policy: word, found: "impossible values", expected: "what this word wrote")
  }
}
