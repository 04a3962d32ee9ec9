/// The vector in the answer of an embeddings endpoint.
public enum EmbeddingAnswer {
  /// The first vector of the answer, its numbers finite; nil if there is none.
  public static func vector(in body: [UInt8]) -> [Float]? {
    body.withUnsafeBytes { bytes in
      guard let answer = try? JSONValue(scanning: bytes),
        let numbers = answer["data"]?.firstElement?["embedding"], numbers.type == .array
      else { return nil }
      var vector: [Float] = []
      var isSound = true
      numbers.forEachElement { element in
        guard element.type == .number, let value = element.scalarText.flatMap({ Float($0) }), value.isFinite
        else { return isSound = false }
        vector.append(value)
      }
      return isSound && !vector.isEmpty ? vector : nil
    }
  }
}
