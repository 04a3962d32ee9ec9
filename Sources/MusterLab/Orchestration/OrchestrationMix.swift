import MusterLearning
import MusterMath

/// Orchestration worlds over several traces side by side: copy c lives in trace c mod count.
struct OrchestrationMix: RoleWorld, AdvisedWorld {
  private var parts: [OrchestrationWorld]
  private let first: OrchestrationWorld

  var copies: Int { parts.count }
  var agents: Int { first.agents }
  var actions: Int { first.actions }
  var observationSize: Int { first.observationSize }
  var stateSize: Int { first.stateSize }
  var hasMasks: Bool { first.hasMasks }
  var roles: [Int] { first.roles }
  var roleNames: [String] { first.roleNames }

  /// The copies of these numbers; a single trace needs no mix. `worlds` are of one size, and not none.
  static func world(_ worlds: [OrchestrationWorld], copies: Range<Int>) -> any VectorWorld {
    worlds.count == 1 ? worlds[0].with(copies: copies) : OrchestrationMix(worlds, copies: copies)
  }

  private init(_ worlds: [OrchestrationWorld], copies: Range<Int>) {
    first = worlds[0]
    parts = copies.map { worlds[$0 % worlds.count].with(copies: $0..<($0 + 1)) }
  }

  mutating func reset(copy: Int) { parts[copy].reset(copy: 0) }

  func observe(into target: UnsafeMutablePointer<Float>) {
    for copy in parts.indices { parts[copy].observe(into: target + copy * agents * observationSize) }
  }

  func state(into target: UnsafeMutablePointer<Float>) {
    for copy in parts.indices { parts[copy].state(into: target + copy * stateSize) }
  }

  func mask(into target: UnsafeMutablePointer<UInt8>) {
    for copy in parts.indices { parts[copy].mask(into: target + copy * agents * actions) }
  }

  func advise(into target: UnsafeMutablePointer<Int32>) {
    for copy in parts.indices { parts[copy].advise(into: target + copy * agents) }
  }

  func teamRewards(into target: UnsafeMutablePointer<Float>) {
    for copy in parts.indices { parts[copy].teamRewards(into: target + copy) }
  }

  mutating func step(
    actions: UnsafePointer<Int32>, rewards: UnsafeMutablePointer<Float>,
    ends: UnsafeMutablePointer<EpisodeEnd>
  ) {
    for copy in parts.indices {
      parts[copy].step(
        actions: actions + copy * agents, rewards: rewards + copy * agents, ends: ends + copy)
    }
  }

  func encode(into writer: inout ByteWriter) {
    for part in parts { part.encode(into: &writer) }
  }

  mutating func decode(from reader: inout ByteReader) throws {
    var read = parts
    for copy in read.indices { try read[copy].decode(from: &reader) }
    parts = read
  }
}
