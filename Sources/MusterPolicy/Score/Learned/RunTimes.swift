import MusterCore
import MusterMath

/// How long kinds of task run, and how fast agents are beside each other: of successes, since failures tell nothing
/// about how long success takes. An agent's pace is the mean of ln(usual / taken), the latest weighing most and a few
/// tasks at the usual pace in the balance, because one long task says little: run times of one kind spread wide.
/// `O(1)` expected to ask and to learn.
package struct RunTimes: Sendable {
  private struct Kind: Sendable {
    var count = 0.0
    var seconds = 0.0
    var logs = 0.0
  }

  private struct Pace: Sendable {
    var weight = 0.0
    var sum = 0.0
  }

  /// What is left of what is known of an agent with each task more.
  private static let memory = 0.9
  /// Tasks at the usual pace in the balance.
  private static let prior = 4.0
  /// A task counts as at most so many times as fast or slow as usual, e^3.
  private static let bound = 3.0

  private var agents = AgentBook()
  private var paces: [Pace] = []
  private var index = RowIndex()
  private var keys: [UInt64] = []
  private var kinds: [Kind] = []
  private var all = Kind()

  package init() {}

  package var isEmpty: Bool { all.count == 0 }

  /// The mean seconds of a task of any kind; nil where none was seen.
  package var meanSeconds: Double? { all.count > 0 ? all.seconds / all.count : nil }

  /// The mean seconds of a kind; nil where none was seen.
  package func seconds(_ kind: KindID) -> Double? {
    index[UInt64(kind.rawValue)].map { kinds[Int($0)].seconds / kinds[Int($0)].count }
  }

  /// For each row of the pool what ``rate(_:)`` knows the agent by.
  package mutating func numbers(in frame: borrowing Frame) -> [Int32] { agents.numbers(in: frame) }

  /// How fast an agent's tasks go, of the usual pace, 0...1; 1 where nothing is known.
  package func rate(_ number: Int32) -> Double {
    guard number >= 0 else { return 1 }
    let pace = paces[Int(number)]
    return Portable.exp(min(pace.sum / (pace.weight + Self.prior), 0))
  }

  package mutating func observe(_ outcomes: [Outcome]) {
    for outcome in outcomes where outcome.succeeded && !outcome.isCorrection {
      let seconds = max(Double(outcome.duration) * 1e-9, 1e-6)
      let log = Portable.log(seconds)
      let slot = kind(UInt64(outcome.kind.rawValue))
      let known = kinds[slot]
      if known.count > 0 {
        let number = Int(agents.intern(outcome.agent.rawValue))
        if number == paces.count { paces.append(Pace()) }
        let gain = min(max(known.logs / known.count - log, -Self.bound), Self.bound)
        paces[number].weight = Self.memory * paces[number].weight + 1
        paces[number].sum = Self.memory * paces[number].sum + gain
      }
      Self.add(seconds, log, to: &kinds[slot])
      Self.add(seconds, log, to: &all)
    }
  }

  private static func add(_ seconds: Double, _ log: Double, to kind: inout Kind) {
    kind.count += 1
    kind.seconds += seconds
    kind.logs += log
  }

  private mutating func kind(_ key: UInt64) -> Int {
    if let known = index[key] { return Int(known) }
    index.insert(key, Int32(keys.count))
    keys.append(key)
    kinds.append(Kind())
    return keys.count - 1
  }
}

extension RunTimes {
  package func snapshot() -> [UInt8] {
    if isEmpty { return [] }
    var writer = ByteWriter()
    writer.varint(UInt64(keys.count))
    for (key, kind) in zip(keys, kinds) {
      writer.varint(key)
      for number in [kind.count, kind.seconds, kind.logs] { writer.double(number) }
    }
    for number in [all.count, all.seconds, all.logs] { writer.double(number) }
    writer.varint(UInt64(paces.count))
    for (id, pace) in zip(agents.ids, paces) {
      writer.varint(id)
      for number in [pace.weight, pace.sum] { writer.double(number) }
    }
    return writer.bytes
  }

  /// - Parameter word: whose snapshot it is, for the error.
  package init(_ bytes: [UInt8], word: String) throws(PolicyError) {
    self.init()
    if bytes.isEmpty { return }
    self = try Learned.read(bytes, word: word) { (reader: inout ByteReader) throws(ByteError) -> RunTimes? in
      try RunTimes(from: &reader)
    }
  }

  /// Nil where the bytes are whole but say something impossible.
  private init?(from reader: inout ByteReader) throws(ByteError) {
    self.init()
    func isSound(_ kind: Kind) -> Bool {
      kind.count >= 1 && kind.seconds > 0 && kind.seconds.isFinite && kind.logs.isFinite
    }
    for slot in 0..<(try reader.count(bytesEach: 25)) {
      let key = try reader.varint()
      guard key <= UInt64(UInt32.max), kind(key) == slot else { return nil }
      kinds[slot] = Kind(
        count: try reader.double(), seconds: try reader.double(), logs: try reader.double())
      guard isSound(kinds[slot]) else { return nil }
    }
    all = Kind(count: try reader.double(), seconds: try reader.double(), logs: try reader.double())
    guard isSound(all) else { return nil }
    for number in 0..<(try reader.count(bytesEach: 17)) {
      guard Int(agents.intern(try reader.varint())) == number else { return nil }
      let pace = Pace(weight: try reader.double(), sum: try reader.double())
      guard pace.weight >= 1, pace.weight.isFinite, pace.sum.isFinite else { return nil }
      paces.append(pace)
    }
  }
}
