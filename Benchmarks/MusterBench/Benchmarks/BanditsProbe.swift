import Foundation
import MusterCore
import MusterMath
import MusterPolicy

/// LinUCB by agent: decisions on drawn contexts, and whole decisions of the policy.
enum BanditsProbe {
  static let arms = 100
  static let dimension = 32
  /// Contexts to learn from, then contexts to decide on.
  static let learned = 10_000
  static let asked = 5000

  /// Writes contexts and rewards for both sides: normal numbers, as doubles. Arguments: the file.
  static let drawn = Probe("bandits-draw") { arguments in
    var random = Random(seed: 1)
    var bytes = ByteWriter(capacity: 8 * (dimension + 1) * (learned + asked))
    for _ in 0..<(dimension + 1) * (learned + asked) { bytes.double(random.normal()) }
    try Data(bytes.bytes).write(to: URL(fileURLWithPath: try file(arguments)))
    return Measurement()
  }

  /// Decides on the contexts of the file: means and widths of all arms, the highest of mean + sqrt(width).
  /// Arguments: the file, for how many decisions the hash is.
  static let decisions = Probe("bandits") { arguments in
    guard arguments.count == 2, let hashed = Int(arguments[1]) else {
      throw BenchError(found: "\(arguments)", expected: "FILE HASHED")
    }
    let numbers = try read(arguments[0])
    let narrow = Decider<Float>(numbers)
    let wide = Decider<Double>(numbers)
    // To warm up, and to see whether fewer digits choose otherwise.
    let exact = wide.decide(numbers).chosen
    let short = narrow.decide(numbers).chosen
    let (chosen, seconds) = narrow.decide(numbers)
    var hash = OrderHash()
    for arm in exact.prefix(hashed) { hash.fold(UInt64(arm)) }
    var result = Measurement()
    result["nanoseconds"] = 1e9 * seconds / Double(chosen.count)
    result["microseconds"] = 1e6 * seconds / Double(chosen.count)
    result["updateNanoseconds"] = 1e9 * narrow.learningSeconds / Double(learned)
    result["bytesPerArm"] = Double(RidgeBank<Float>.bytesPerArm(dimension: dimension))
    result["otherwise"] = Double(zip(exact, short).count { $0 != $1 })
    result[word: "hash"] = hash.text
    return result
  }

  /// Plans of `feasible | linucb | best`, one task a frame, and what they teach. No arguments.
  static let policy = Probe("bandits-policy") { _ in
    var fixture = FrameFixture(agents: (1...arms).map { Agent(id: AgentID(UInt64($0))) }, seed: 1)
    var policy = try Sentence("feasible | linucb | best").policy()
    var random = Random(seed: 2)
    var plan = Plan()
    var seconds = 0.0
    for step in 0..<learned + asked {
      let features = (0..<12).map { _ in Float(random.normal()) }
      let decision = DecisionID(fixture.frame.firstDecision)
      fixture.offer([Task(id: TaskID(UInt64(step + 1)), features: features)])
      let watch = Stopwatch()
      policy.plan(&fixture.frame, into: &plan)
      if step >= learned { seconds += watch.seconds }
      let agent = Int(plan.agents[0])
      if let explanation = plan.explanations.first ?? nil {
        policy.recall(decision, features: explanation.features)
      }
      fixture.carryOut(plan)
      fixture.finish(0)
      policy.observe([
        MusterCore.Outcome(
          decision: decision, task: TaskID(UInt64(step + 1)), kind: KindID(0), tenant: TenantID(0),
          agent: AgentID(UInt64(agent + 1)), agentRow: agent, succeeded: true, reward: random.unit(), cost: 0,
          duration: 1)
      ])
    }
    var result = Measurement()
    result["nanoseconds"] = 1e9 * seconds / Double(asked)
    return result
  }

  /// A bank that has learned, and how long that took.
  private struct Decider<Scalar: LinearScalar> {
    let bank: RidgeBank<Scalar>
    let learningSeconds: Double

    init(_ numbers: [Double]) {
      var bank = RidgeBank<Scalar>(dimension: dimension, ridge: 1)
      for _ in 0..<arms { bank.append() }
      let contexts = numbers.map { Scalar($0) }
      let watch = Stopwatch()
      contexts.withUnsafeBufferPointer { contexts in
        for i in 0..<learned {
          let start = i * (dimension + 1)
          let x = UnsafeBufferPointer(rebasing: contexts[start..<start + dimension])
          bank.add(x, reward: numbers[start + dimension], to: i % arms)
        }
      }
      learningSeconds = watch.seconds
      self.bank = bank
    }

    /// The arm chosen for each context to decide on.
    func decide(_ numbers: [Double]) -> (chosen: [Int], seconds: Double) {
      var bank = bank
      let all = (0..<Int32(arms)).map { $0 }
      let contexts = numbers.map { Scalar($0) }
      var means = [Scalar](repeating: 0, count: arms)
      var widths = means
      var chosen: [Int] = []
      chosen.reserveCapacity(asked)
      let watch = Stopwatch()
      contexts.withUnsafeBufferPointer { contexts in
        all.withUnsafeBufferPointer { all in
          for i in learned..<learned + asked {
            let start = i * (dimension + 1)
            let x = UnsafeBufferPointer(rebasing: contexts[start..<start + dimension])
            bank.predict(all, at: x, means: &means, widths: &widths)
            var best = 0
            var top = -Scalar.infinity
            for arm in 0..<arms {
              let score = means[arm] + widths[arm].squareRoot()
              if score > top { (best, top) = (arm, score) }
            }
            chosen.append(best)
          }
        }
      }
      return (chosen, watch.seconds)
    }
  }

  private static func file(_ arguments: [String]) throws -> String {
    guard arguments.count == 1 else { throw BenchError(found: "\(arguments)", expected: "FILE") }
    return arguments[0]
  }

  private static func read(_ file: String) throws -> [Double] {
    var reader = ByteReader(Array(try Data(contentsOf: URL(fileURLWithPath: file))))
    var numbers: [Double] = []
    while !reader.isAtEnd { numbers.append(try reader.double()) }
    guard numbers.count == (dimension + 1) * (learned + asked) else {
      throw BenchError(found: "\(numbers.count) numbers", expected: "those that bandits-draw writes")
    }
    return numbers
  }
}
