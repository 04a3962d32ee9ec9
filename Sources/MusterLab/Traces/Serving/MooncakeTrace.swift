import MusterCore
import MusterMath

/// Requests to the model behind Kimi: when they came, how many tokens they had and which prefixes they share.
/// Endpoints, their speed and their prices are declared, see the keys. A seed orders equal endpoints, and
/// moves arrivals where `jitter` asks.
///
/// With `cache=local` each endpoint keeps the blocks that it used last, as many as `cache-blocks` says: where a
/// request runs then decides what it has to prefill. `cache=pooled` is the best that a cache shared by all endpoints could do, with room for everything: the
/// blocks at the front of a prompt that an earlier request had need no prefill. Where a request runs makes no
/// difference to it.
public struct MooncakeTrace: Trace {
  /// Which prefixes need no prefill.
  public enum Cache: String, Sendable, CaseIterable {
    case none
    case local
    case pooled
  }

  static let cache = TraceKey.choice(
    "cache", Cache.none,
    "local: prefixes that the endpoint has in its own cache cost no prefill; pooled: all that an earlier request had; none: all cost"
  )
  static let cacheBlocks = TraceKey.whole(
    "cache-blocks", 8192, in: 1...100_000_000, "blocks of 512 tokens in the cache of an endpoint (declared)")

  static let scheme = TraceScheme(
    name: "mooncake", summary: "an hour of requests to Kimi's language model, with shared prefixes",
    path: .needed("a conversation_trace.jsonl"),
    parameters: ServingSettings.parameters + [cache.parameter, cacheBlocks.parameter],
    example: "mooncake:data/mooncake/conversation_trace.jsonl?cache=local&endpoints=8",
    source: "kvcache-ai/Mooncake; Qin et al., FAST 2025; service times and prices declared",
    licence: "Apache-2.0"
  ) { try MooncakeTrace($0) }

  /// Tokens in a block of a prefix.
  private static let blockTokens: Int64 = 512

  public let spec: String
  private let settings: ServingSettings
  private let requests: ServingRequests
  private let cacheBlocks: Int

  /// Reads the file. Throws ``TraceSpecError`` or ``TraceError``.
  public init(_ spec: TraceSpec) throws {
    self.spec = spec.text
    settings = try ServingSettings(spec)
    let cache = try spec.value(Self.cache)
    cacheBlocks = cache == .local ? try spec.value(Self.cacheBlocks) : 0
    var reader = try MooncakeReader(path: spec.path)
    var requests = ServingRequests()
    var seen = RowIndex()
    var first: Int64?
    while requests.count < settings.limit ?? .max, let record = try reader.next() {
      let origin = first ?? record.timeMilliseconds
      first = origin
      var known: Int64 = 0
      if cache == .pooled {
        known = Int64(record.blockIDs.prefix { seen[UInt64($0)] != nil }.count)
        for block in record.blockIDs { seen.insert(UInt64(block), 0) }
      }
      try requests.append(
        at: saturatedProduct(record.timeMilliseconds - origin, 1_000_000), prompt: record.inputTokens,
        cached: known * Self.blockTokens, answer: record.outputTokens, prefix: record.blockIDs,
        file: reader.file, line: reader.line)
    }
    self.requests = requests
  }

  public var summary: String { requests.summary(settings) }

  public func workload(seed: UInt64) -> Workload {
    requests.workload(settings, cacheBlocks: cacheBlocks, seed: seed)
  }
}
