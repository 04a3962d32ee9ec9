import MusterCore
import MusterMath

/// What a policy has learned, to be put into a file and taken up elsewhere: fitted today, in service tomorrow.
///
/// What is learned belongs to the numbers of agents and of kinds of task. Their names are kept beside it, so that
/// where the numbers mean others this is noticed.
///
/// Layout: eight letters, version (4 bytes), sentence, agents (count, then number and name of each), kinds (count,
/// then their names by number), the policy's snapshot, and CRC-32C of all before it. O(bytes) to write and to read.
public struct LearnedState: Sendable, Equatable {
  public struct NamedAgent: Sendable, Equatable {
    public var id: AgentID
    public var name: String
    public init(id: AgentID, name: String) {
      self.id = id
      self.name = name
    }
  }

  /// The first eight bytes.
  public static let magic = "MUSTERLS"
  /// The version of the form that is written, and the only one that is read.
  public static let version: UInt32 = 1

  /// The policy that learned it, for people.
  public var sentence: String
  /// The agents that there were when it was learned, in the order of the pool.
  public var agents: [NamedAgent]
  /// The names of the kinds of task, by number.
  public var kinds: [String]
  /// The policy's ``Policy/snapshot()``.
  public var snapshot: [UInt8]

  public init(sentence: String, agents: [NamedAgent], kinds: [String], snapshot: [UInt8]) {
    self.sentence = sentence
    self.agents = agents
    self.kinds = kinds
    self.snapshot = snapshot
  }

  /// What a policy learned over an engine. Decisions have other numbers elsewhere: which they were is left out.
  public init(of policy: any Policy, over engine: Engine) {
    var policy = policy
    policy.forgetDecisions()
    self.init(
      sentence: policy.name,
      agents: (0..<engine.pool.count).map {
        NamedAgent(id: engine.pool.agents[$0].id, name: engine.pool.agents[$0].name)
      }, kinds: engine.vocabulary.names(in: .kind), snapshot: policy.snapshot())
  }

  /// The bytes of a file.
  public var bytes: [UInt8] {
    var writer = ByteWriter(capacity: snapshot.count + 1024)
    writer.raw(Self.magic.utf8)
    writer.fixed32(Self.version)
    writer.string(sentence)
    writer.varint(UInt64(agents.count))
    for agent in agents {
      writer.varint(agent.id.rawValue)
      writer.string(agent.name)
    }
    writer.varint(UInt64(kinds.count))
    for kind in kinds { writer.string(kind) }
    writer.bytes(snapshot)
    writer.fixed32(Checksum.crc32c(writer.bytes))
    return writer.bytes
  }

  /// Reads the bytes of a file.
  public init(_ bytes: [UInt8]) throws(LearnedStateError) {
    let start = Self.magic.utf8.count
    guard bytes.count >= start + 8, bytes.starts(with: Self.magic.utf8) else { throw .foreign }
    do {
      var reader = ByteReader(bytes[start..<(bytes.count - 4)])
      let version = try reader.fixed32()
      guard version == Self.version else { throw LearnedStateError.version(version) }
      var tail = ByteReader(bytes[(bytes.count - 4)...])
      let (found, expected) = (try tail.fixed32(), Checksum.crc32c(Array(bytes.dropLast(4))))
      guard found == expected else {
        throw LearnedStateError.damaged("check sum \(found), expected \(expected)")
      }
      sentence = try reader.string()
      agents = []
      for _ in 0..<(try reader.count(bytesEach: 2)) {
        agents.append(NamedAgent(id: AgentID(try reader.varint()), name: try reader.string()))
      }
      kinds = []
      for _ in 0..<(try reader.count()) { kinds.append(try reader.string()) }
      snapshot = try reader.bytes()
      try reader.expectEnd()
    } catch let error as LearnedStateError {
      throw error
    } catch {
      throw .damaged("\(error)")
    }
  }

  /// Gives it to a policy of the same words, in place of what that had learned. On an error nothing has changed.
  public func teach(_ policy: inout any Policy) throws(LearnedStateError) {
    do { try policy.restore(snapshot) } catch {
      throw .otherPolicy(sentence: sentence, policy: policy.name, why: "\(error)")
    }
  }

  /// Throws where a number of an agent or of a kind means another one in a pool. Names that are not there yet may come.
  public func check(agents known: (String) -> AgentID?, kinds index: (String) -> UInt32?)
    throws(LearnedStateError)
  {
    for agent in agents where !agent.name.isEmpty {
      if let id = known(agent.name), id != agent.id {
        throw .otherNumber("agent", agent.name, here: id.rawValue, there: agent.id.rawValue)
      }
    }
    for (number, kind) in kinds.enumerated() {
      if let here = index(kind), here != UInt32(number) {
        throw .otherNumber("kind", kind, here: UInt64(here), there: UInt64(number))
      }
    }
  }
}
