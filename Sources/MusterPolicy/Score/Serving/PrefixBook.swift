import MusterCore
import MusterMath

/// Which blocks of prompts each agent was sent last, and should still have in its cache.
///
/// Nobody reports caches: this is what the choices made here tell, as in the routers of SGLang and vLLM. It forgets
/// as an endpoint with room for as many blocks would. An agent that went down is believed to have kept its cache
/// until others have pushed it out. O(blocks of the prompt) to look up or add.
struct PrefixBook: Sendable {
  private let capacity: Int
  private var agents = AgentBook()
  /// By the agent's number.
  private var caches: [RecencySet] = []

  /// - Parameter capacity: blocks an agent.
  init(capacity: Int) { self.capacity = capacity }

  mutating func numbers(in frame: borrowing Frame) -> [Int32] { agents.numbers(in: frame) }

  /// How many blocks at the front of the task's prompt the agent of a number should have.
  func known(_ prefix: [UInt32], by number: Int32) -> Int {
    number < 0 ? 0 : caches[Int(number)].prefix(of: prefix)
  }

  func known(_ prefix: [UInt32], of agent: AgentID) -> Int {
    agents[agent].map { known(prefix, by: $0) } ?? 0
  }

  /// The agents in the order of their numbers.
  var ids: [UInt64] { agents.ids }

  /// The agent's number, given to it if it is new.
  @discardableResult
  mutating func add(_ prefix: [UInt32], to agent: AgentID) -> Int {
    let number = Int(agents.intern(agent.rawValue))
    if number == caches.count { caches.append(RecencySet(capacity: capacity)) }
    caches[number].use(prefix: prefix)
    return number
  }

  var isEmpty: Bool { caches.isEmpty }

  func write(to writer: inout ByteWriter) {
    writer.varint(UInt64(caches.count))
    for (number, cache) in caches.enumerated() {
      writer.varint(agents.ids[number])
      writer.varint(UInt64(cache.count))
      for block in cache.ordered { writer.varint(block) }
    }
  }

  /// Nil where the bytes are whole but say something impossible.
  init?(capacity: Int, from reader: inout ByteReader) throws(ByteError) {
    self.init(capacity: capacity)
    for _ in 0..<(try reader.count(bytesEach: 2)) {
      let id = try reader.varint()
      guard agents[AgentID(id)] == nil else { return nil }
      _ = agents.intern(id)
      var cache = RecencySet(capacity: capacity)
      for _ in 0..<(try reader.count()) {
        let block = try reader.varint()
        guard block <= UInt64(UInt32.max), cache.count < capacity, !cache.contains(block) else { return nil }
        cache.use(block)
      }
      caches.append(cache)
    }
  }

  static let parameter = Parameter(
    "blocks", .integer(1...100_000_000), standard: .integer(8192),
    meaning: "How many blocks of prompts an agent is believed to keep.")
}
