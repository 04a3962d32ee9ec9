import MusterCore
import MusterMath

/// What a learning cascade knows: for each agent and depth how often it was tried and what that brought, for each
/// agent what it cost, and for each depth what the whole pool earned there over what the depth above let expect.
/// 150 bytes an agent.
struct CascadeBook: Sendable {
  /// How many depths are told apart; deeper ones count as the last.
  static let depths = FailedAgents.limit

  private var agents = AgentBook()
  /// Tries and rewards, by agent and in it by depth.
  private var tries: [Double] = []
  private var rewards: [Double] = []
  /// Outcomes with a cost and dollars, by agent.
  private var charges: [Double] = []
  private var dollars: [Double] = []
  /// By depth: what was expected from the depth above, and what came.
  private var expected = Array(repeating: 0.0, count: depths)
  private var earned = Array(repeating: 0.0, count: depths)

  /// Before anything is known a failure halves the chances of the others; that counts as so much expectation.
  private static let carried = 0.5
  private static let carriedWeight = 2.0

  init() {}

  static func depth(_ failures: Int32) -> Int { min(max(Int(failures), 0), depths - 1) }

  mutating func numbers(in frame: borrowing Frame) -> [Int32] { agents.numbers(in: frame) }

  /// The chance that an agent succeeds at a task which so many have failed.
  func chance(of number: Int32, at depth: Int, prior: Double, strength: Double) -> Double {
    var chance = prior
    for level in 0...depth {
      if level > 0 { chance *= carry(to: level) }
      guard number >= 0 else { continue }
      let slot = Int(number) * Self.depths + level
      chance = (strength * chance + rewards[slot]) / (strength + tries[slot])
    }
    return chance
  }

  /// The share of an agent's chance that is left one failure further down, over all agents.
  private func carry(to depth: Int) -> Double {
    (Self.carriedWeight * Self.carried + earned[depth]) / (Self.carriedWeight + expected[depth])
  }

  /// Dollars that a try of an agent is expected to cost.
  func cost(of number: Int32, price: Double) -> Double {
    number < 0 ? price : (price + dollars[Int(number)]) / (1 + charges[Int(number)])
  }

  mutating func add(_ outcome: Outcome, at depth: Int, prior: Double, strength: Double) {
    let number = agents.intern(outcome.agent.rawValue)
    while charges.count <= Int(number) {
      charges.append(0)
      dollars.append(0)
      for _ in 0..<Self.depths {
        tries.append(0)
        rewards.append(0)
      }
    }
    let slot = Int(number) * Self.depths + depth
    let reward = min(max(outcome.reward, 0), 1)
    if let old = outcome.replaces {
      let change = reward - min(max(old, 0), 1)
      rewards[slot] += change
      if depth > 0 { earned[depth] += change }
      return
    }
    if depth > 0 {
      expected[depth] += chance(of: number, at: depth - 1, prior: prior, strength: strength)
      earned[depth] += reward
    }
    tries[slot] += 1
    rewards[slot] += reward
    // Feedback that comes first knows no cost.
    guard !outcome.isCorrection else { return }
    charges[Int(number)] += 1
    dollars[Int(number)] += Double(max(outcome.cost, 0)) * 1e-6
  }

  func snapshot() -> [UInt8] {
    if agents.ids.isEmpty { return [] }
    var writer = ByteWriter()
    writer.varint(UInt64(agents.ids.count))
    for id in agents.ids { writer.varint(id) }
    for column in [tries, rewards, charges, dollars, expected, earned] {
      for value in column { writer.double(value) }
    }
    return writer.bytes
  }

  init(_ bytes: [UInt8]) throws(PolicyError) {
    if bytes.isEmpty { return }
    self = try Learned.read(bytes, word: "cascade") {
      (reader: inout ByteReader) throws(ByteError) -> CascadeBook? in
      var book = CascadeBook()
      let count = try reader.count(bytesEach: 1 + 8 * (2 * CascadeBook.depths + 2))
      for number in 0..<count where Int(book.agents.intern(try reader.varint())) != number { return nil }
      func column(_ length: Int, _ reader: inout ByteReader) throws(ByteError) -> [Double] {
        var values: [Double] = []
        for _ in 0..<length { values.append(try reader.double()) }
        return values
      }
      book.tries = try column(count * CascadeBook.depths, &reader)
      book.rewards = try column(count * CascadeBook.depths, &reader)
      book.charges = try column(count, &reader)
      book.dollars = try column(count, &reader)
      book.expected = try column(CascadeBook.depths, &reader)
      book.earned = try column(CascadeBook.depths, &reader)
      let columns = [book.tries, book.charges, book.dollars, book.expected]
      let rewards = [book.rewards, book.earned]
      // Corrections may leave a sum a rounding below zero.
      guard columns.allSatisfy({ $0.allSatisfy { $0 >= 0 && $0.isFinite } }),
        rewards.allSatisfy({ $0.allSatisfy { $0 >= -1e-6 && $0.isFinite } })
      else { return nil }
      return book
    }
  }
}
