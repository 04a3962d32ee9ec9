import MusterCore
import MusterMath

/// Something that must never happen, and where it did.
public struct Failure: Error, Equatable, Sendable, CustomStringConvertible {
  /// Steps taken before.
  public var step: Int
  public var at: Instant
  public var what: String

  public init(step: Int, at: Instant, what: String) {
    self.step = step
    self.at = at
    self.what = what
  }

  public var description: String { "after step \(step) at \(at): \(what)" }
}

/// Looks at a run after every step, with eyes of its own: what it checks, it works out from the facts.
///
/// - The engine's own invariants hold: no task lost, no capacity or budget exceeded, gangs whole, dependencies kept.
/// - No task ends twice, and none ends that was not submitted.
/// - Every fact survives its encoding, and an engine that is fed the decoded facts alone has the same hash: that is
///   recovery from every prefix of the log that ends with a step.
/// - An engine restored from a snapshot at a random step and fed the rest has the same hash too.
/// - Throttles, floors and retries elsewhere hold for every lease, and no two runs of a ballot are with one agent while
///   another could take one.
/// - At the end nothing is left behind: no task waits that an agent could take and pay for.
public struct Checker: RunObserver {
  public private(set) var steps = 0
  public private(set) var facts = 0
  private var recovered: Engine
  private var restored: Engine?
  private var random: Random
  private var writer = ByteWriter(capacity: 1024)
  /// Per task: submitted, and how often it ended.
  private var lives = RowIndex()
  private var ends: [Int] = []
  private var submitted = 0
  private var promises = PromiseCheck()
  private let tamper: (@Sendable (Fact) -> Fact?)?

  /// - Parameters:
  ///   - configuration: what the engine under watch was made with.
  ///   - tamper: for tests of the checker itself: changes or drops facts on their way to the recovered engine.
  public init(
    configuration: EngineConfiguration, seed: UInt64, tamper: (@Sendable (Fact) -> Fact?)? = nil
  ) {
    recovered = Engine(configuration)
    random = Random(seed: seed, stream: 0xC4EC)
    self.tamper = tamper
  }

  public mutating func began(_ facts: [Fact], _ engine: Engine, at now: Instant) throws {
    try check(facts, engine, now)
  }

  public mutating func stepped(_ facts: [Fact], _ engine: Engine, at now: Instant) throws {
    steps += 1
    try check(facts, engine, now)
  }

  private mutating func check(_ facts: [Fact], _ engine: Engine, _ now: Instant) throws {
    self.facts += facts.count
    for fact in facts { try follow(fact, now) }
    if let broken = promises.settle(engine) { throw failure(broken, now) }
    if let violation = engine.violations().first { throw failure("\(violation)", now) }
    guard submitted == Int(engine.totals.submitted) else {
      throw failure(
        "\(submitted) tasks were submitted by the facts, \(engine.totals.submitted) by the totals", now)
    }
    let hash = engine.stateHash()
    guard recovered.stateHash() == hash else {
      throw failure("recovery from the log gives another state than the run", now)
    }
    if let restored, restored.stateHash() != hash {
      throw failure("recovery from a snapshot and the log after it gives another state than the run", now)
    }
    if random.below(16) == 0 {
      do {
        let copy = try Engine(snapshot: engine.snapshot())
        guard copy.stateHash() == hash else { throw failure("a restored snapshot is another state", now) }
        restored = copy
      } catch let error as SnapshotError {
        throw failure("the engine's own snapshot is refused: \(error)", now)
      }
    }
  }

  private mutating func follow(_ fact: Fact, _ now: Instant) throws {
    if let broken = promises.follow(fact, before: recovered) { throw failure(broken, now) }
    writer.removeAll()
    FactCodec.encode(fact, into: &writer)
    do {
      var decoded: Fact? = try FactCodec.decode(writer.bytes)
      guard decoded == fact || fact.hasNaN else {
        throw failure("a fact changed in its encoding: \(fact)", now)
      }
      if let tamper, let original = decoded { decoded = tamper(original) }
      if let decoded {
        try recovered.apply(decoded)
        try restored?.apply(decoded)
      }
    } catch let error as CodecError {
      throw failure("a fact cannot be read back: \(error)", now)
    } catch let error as EngineError {
      throw failure("a fact is refused at recovery: \(error)", now)
    }
    switch fact.event {
    case .submitted(let task):
      guard lives[task.id.rawValue] == nil else { throw failure("task \(task.id) is submitted twice", now) }
      lives.insert(task.id.rawValue, Int32(ends.count))
      ends.append(0)
      submitted += 1
    case .ended(let ending):
      guard let row = lives[ending.task.rawValue] else {
        throw failure("task \(ending.task) ends and was never submitted", now)
      }
      ends[Int(row)] += 1
      guard ends[Int(row)] == 1 else { throw failure("task \(ending.task) ends twice", now) }
    default: break
    }
  }

  /// To be called when the run is over.
  public func finish(_ engine: Engine, at now: Instant) throws {
    let ended = ends.reduce(0, +)
    guard ended + engine.tasks.liveCount == submitted else {
      throw failure(
        "\(submitted) submitted, \(ended) ended, \(engine.tasks.liveCount) alive: tasks are lost", now)
    }
    for row in engine.tasks.occupiedRows {
      let record = engine.tasks.records[row]
      let task = engine.tasks.specs[row]
      guard record.status == .ready, task.gang == .none else { continue }
      let left = engine.budgetLeft(forTask: row)
      for agent in 0..<engine.pool.count
      where engine.pool.admits(task.demand, at: agent) && !engine.isKeptFromSibling(row, agent: agent)
        && task.quote(at: engine.pool.agents[agent].price) <= min(left, engine.pool.budgetLeft(at: agent))
      {
        throw failure(
          "task \(task.id) is left behind: agent \(engine.pool.agents[agent].id) could take it", now)
      }
    }
  }

  private func failure(_ what: String, _ now: Instant) -> Failure {
    Failure(step: steps, at: now, what: what)
  }
}

extension Fact {
  /// Whether it holds a NaN, which is not equal to itself.
  fileprivate var hasNaN: Bool {
    if case .leased(let lease) = event { return lease.propensity.isNaN }
    return false
  }
}
