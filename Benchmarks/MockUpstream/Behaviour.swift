/// How a request is answered: by the options, and by the model that it asks for.
///
/// - `fail-NNN`: refused with that status in OpenAI's form; 429 with `retry-after: 1`.
/// - `fail-context`: refused with 400, the context being too long.
/// - `hang`: never answered.
/// - `hang-after`: two pieces of a stream, then nothing more and no end.
/// - `break-before`: the connection closes before the first byte.
/// - `break-after`: the connection closes after two pieces of a stream, or in the middle of a plain answer.
/// - `slow`: half a second to the first byte, 50 ms between two pieces.
/// - `long`: a stream of 1,000 pieces, 20 ms between two.
struct Behaviour: Sendable {
  enum End: Sendable {
    case proper
    case hangs
    case hangsAfterTwo
    case breaksBefore
    case breaksAfterTwo
  }

  /// A refusal, if it is one.
  var refusal: Int?
  var contextTooLong = false
  var latency: Int64
  var chunks: Int
  var chunkDelay: Int64
  var end = End.proper

  init(model: String, _ options: Options) {
    latency = options.latency
    chunks = options.chunks
    chunkDelay = options.chunkDelay
    switch options.fault.isEmpty ? model : options.fault {
    case "hang": end = .hangs
    case "hang-after": end = .hangsAfterTwo
    case "break-before": end = .breaksBefore
    case "break-after": end = .breaksAfterTwo
    case "slow":
      latency = 500
      chunkDelay = 50
    case "long":
      chunks = 1000
      chunkDelay = 20
    case "fail-context":
      refusal = 400
      contextTooLong = true
    case let name where name.hasPrefix("fail-"):
      if let status = Int(name.dropFirst(5)), (400...599).contains(status) { refusal = status }
    default: break
    }
    if end == .hangsAfterTwo || end == .breaksAfterTwo { chunks = max(chunks, 3) }
  }
}
