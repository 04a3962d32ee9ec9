import MusterCore
import MusterMath

/// The state that agents of Symphony-Coord tell in their replies to a beacon, kept here from their outcomes: a moving
/// mean of the latency, a reputation, and how much they did lately. By agent id. O(1) expected an outcome.
struct AgentVitals: Sendable {
  /// The state of one agent.
  struct Vitals: Sendable, Equatable {
    /// Milliseconds: l <- 0.8 l + 0.2 of the latest, from 500.
    var latency = 500.0
    /// r <- 0.95 r + 0.05 [ok], from 0.5.
    var reputation = 0.5
    /// +0.3 for each task, 1 at most, x0.88 with each outcome of any agent.
    var busyness = 0.0
    /// How many outcomes there were when `busyness` was right.
    var asOf: UInt64 = 0
  }

  /// What load is taken for.
  enum LoadSource: String, Sendable, CaseIterable {
    /// Tasks under lease over the agent's concurrency; zero for an agent without a limit. The protocol's rule.
    case slots
    /// ``Vitals/busyness``: the rule of the published simulation.
    case calls
  }

  private(set) var agents = AgentBook()
  private var vitals: [Vitals] = []
  private var outcomes: UInt64 = 0

  init() {}

  /// Takes in the first word about a decision; corrections say nothing about time.
  mutating func observe(_ outcome: Outcome) {
    if outcome.isCorrection { return }
    let number = Int(agents.intern(outcome.agent.rawValue))
    if number == vitals.count { vitals.append(Vitals()) }
    let milliseconds = Double(max(outcome.duration, 0)) * 1e-6
    vitals[number].latency = 0.8 * vitals[number].latency + 0.2 * milliseconds
    vitals[number].reputation = 0.95 * vitals[number].reputation + (outcome.succeeded ? 0.05 : 0)
    vitals[number].busyness = min(1, busyness(vitals[number]) + 0.3)
    vitals[number].asOf = outcomes
    outcomes += 1
  }

  private func busyness(_ vitals: Vitals) -> Double {
    vitals.busyness * Portable.pow(0.88, Double(min(outcomes - vitals.asOf, 10_000)))
  }

  /// The state of an agent by its number, -1 for one that was never heard of.
  subscript(number: Int32) -> Vitals {
    number >= 0 && Int(number) < vitals.count ? vitals[Int(number)] : Vitals()
  }

  mutating func numbers(in frame: borrowing Frame) -> [Int32] { agents.numbers(in: frame) }

  /// The load of the agent in a row, 0...1.
  func load(_ row: Int, _ number: Int32, from source: LoadSource, in pool: borrowing Pool) -> Double {
    switch source {
    case .calls: return busyness(self[number])
    case .slots:
      let limit = pool.agents[row].concurrency
      return limit == .max ? 0 : min(Double(pool.inFlight[row]) / Double(max(limit, 1)), 1)
    }
  }

  var isEmpty: Bool { vitals.isEmpty }

  func write(to writer: inout ByteWriter) {
    writer.varint(outcomes)
    writer.varint(UInt64(vitals.count))
    for (id, vitals) in zip(agents.ids, vitals) {
      writer.varint(id)
      writer.double(vitals.latency)
      writer.double(vitals.reputation)
      writer.double(vitals.busyness)
      writer.varint(vitals.asOf)
    }
  }

  /// Nil where the bytes are whole but say something impossible.
  init?(from reader: inout ByteReader) throws(ByteError) {
    outcomes = try reader.varint()
    for _ in 0..<(try reader.count(bytesEach: 26)) {
      let id = try reader.varint()
      guard agents[AgentID(id)] == nil else { return nil }
      _ = agents.intern(id)
      var read = Vitals()
      read.latency = try reader.double()
      read.reputation = try reader.double()
      read.busyness = try reader.double()
      read.asOf = try reader.varint()
      guard read.latency >= 0, read.latency.isFinite, (0...1).contains(read.reputation),
        (0...1).contains(read.busyness), read.asOf < outcomes
      else { return nil }
      vitals.append(read)
    }
  }
}
