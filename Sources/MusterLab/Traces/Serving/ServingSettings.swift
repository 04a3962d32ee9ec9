import MusterCore

/// What the traces of model requests can be asked: the endpoints, how fast they are and what they charge. The
/// traces say nothing about these: all are declared, of the order of a 70B model on eight GPUs.
struct ServingSettings: Sendable {
  static let endpoints = TraceKey.whole("endpoints", 8, in: 1...100_000, "model endpoints, each an agent")
  static let slots = TraceKey.whole("slots", 32, in: 1...1_000_000, "requests that an endpoint takes at once")
  static let fast = TraceKey.number(
    "fast", 0, in: 0...1, "share of endpoints that are twice as fast and charge twice as much")
  static let prefill = TraceKey.number(
    "prefill", 10_000, in: 1...1_000_000_000,
    "prompt tokens a second of an endpoint, one prompt after the other (declared)")
  static let decode = TraceKey.number(
    "decode", 30, in: 0.001...1_000_000, "answer tokens a second of one stream (declared)")
  static let slowdown = TraceKey.number(
    "slowdown", 0.02, in: 0...100,
    "share of its time by which each further request slows a request down (declared)")
  static let inputPrice = TraceKey.number(
    "input-price", 0.5, in: 0...10_000, "US dollars for a million prompt tokens (declared)")
  static let outputPrice = TraceKey.number(
    "output-price", 1.5, in: 0...10_000, "US dollars for a million answer tokens (declared)")
  static let deadline = TraceKey.number(
    "deadline", else: "none", in: 0.001...1_000_000, "seconds after which a request expires")

  static let firstToken = TraceKey.number(
    "first-token", 2, in: 0.001...1_000_000, "service level: seconds from arrival to the first token")

  static let parameters: [TraceParameter] = [
    endpoints.parameter, slots.parameter, fast.parameter, prefill.parameter, decode.parameter,
    slowdown.parameter,
    inputPrice.parameter, outputPrice.parameter, deadline.parameter, firstToken.parameter,
    CommonKeys.speedup.parameter,
    CommonKeys.limit.parameter, CommonKeys.jitter.parameter,
  ]

  var endpoints, slots: Int
  var fast, speedup, jitter: Double
  var rates: ServingWorld.Rates
  var price: Price
  var deadline: Double?
  /// The service level.
  var firstToken: Nanoseconds
  var limit: Int?

  init(_ spec: TraceSpec) throws(TraceSpecError) {
    endpoints = try spec.value(Self.endpoints)
    slots = try spec.value(Self.slots)
    fast = try spec.value(Self.fast)
    speedup = try spec.value(CommonKeys.speedup)
    jitter = try spec.value(CommonKeys.jitter)
    rates = ServingWorld.Rates(
      prefill: try spec.value(Self.prefill), decode: try spec.value(Self.decode),
      slowdown: try spec.value(Self.slowdown))
    price = Price(
      perMillionInputTokens: saturatedWhole(try spec.value(Self.inputPrice) * 1e6),
      perMillionOutputTokens: saturatedWhole(try spec.value(Self.outputPrice) * 1e6))
    deadline = try spec.value(Self.deadline)
    firstToken = saturatedNanoseconds(try spec.value(Self.firstToken))
    limit = try spec.value(CommonKeys.limit)
  }

  /// The endpoints, the fast ones first; ids from 0.
  var agents: [Agent] {
    let fastOnes = Int((fast * Double(endpoints)).rounded())
    return (0..<endpoints).map { index in
      let isFast = index < fastOnes
      return Agent(
        id: AgentID(UInt64(index)), name: "\(isFast ? "fast" : "endpoint")-\(index)",
        concurrency: Int32(slots),
        price: isFast
          ? Price(
            perMillionInputTokens: 2 * price.perMillionInputTokens,
            perMillionOutputTokens: 2 * price.perMillionOutputTokens) : price,
        speed: isFast ? 2 : 1)
    }
  }
}
