import MusterCore
import MusterWire

/// Asks an endpoint for embeddings.
struct Embedder: Sendable {
  private let endpoint: Endpoint
  private let upstream: Upstream
  private let dimensions: Int?
  private let timeout: Nanoseconds

  init(_ endpoint: Endpoint, _ upstream: Upstream, _ settings: TextSettings) {
    self.endpoint = endpoint
    self.upstream = upstream
    dimensions = settings.dimensions
    timeout = settings.timeout
  }

  /// The embedding of a text in UTF-8.
  /// - Throws: ``CallFailure``.
  func embed(_ text: [UInt8]) async throws(CallFailure) -> [Float] {
    var body = JSONText()
    body.object { body in
      body.member("model", endpoint.model)
      body.member("input", String(decoding: text, as: UTF8.self))
      body.member("encoding_format", "float")
      if let dimensions { body.member("dimensions", dimensions) }
    }
    let request = endpoint.request(.embeddings, body.bytes, traceparent: nil)
    let answer = try await upstream.answer(request, timeout: timeout)
    guard let vector = EmbeddingAnswer.vector(in: Array(answer.body.readableBytesView)) else {
      throw .broken("an answer without an embedding")
    }
    return vector
  }
}
