import MusterCore
import MusterPolicy
import MusterTestKit
import Testing

@Suite("The context of a pair") struct PairContextTests {
  private func contexts(_ task: Task, _ pool: [Agent]) -> (task: [Float], pairs: [[Float]]) {
    var fixture = FrameFixture(agents: pool)
    fixture.offer([task])
    let d = PairContext.dimension
    // Rubbish that has to be overwritten.
    var x = [Float](repeating: .nan, count: d)
    var pairs = [Float](repeating: .nan, count: d * pool.count)
    x.withUnsafeMutableBufferPointer { PairContext.write(task: 0, in: fixture.frame, to: $0) }
    (0..<Int32(pool.count)).map { $0 }.withUnsafeBufferPointer { rows in
      pairs.withUnsafeMutableBufferPointer { PairContext.write(task: 0, rows, in: fixture.frame, to: $0) }
    }
    return (x, (0..<pool.count).map { Array(pairs[$0 * d..<($0 + 1) * d]) })
  }

  static let features: [[Float]] = [
    [], [0.5], Array(repeating: 1, count: 8), Array(repeating: 0.25, count: 12),
    Array(repeating: -3, count: 100),
    [.nan, .infinity, -.infinity, 1], [.greatestFiniteMagnitude, -.greatestFiniteMagnitude],
  ]

  @Test("is finite and bounded whatever the features", arguments: features, features)
  func bounded(task: [Float], agent: [Float]) {
    var pool = agents(3)
    pool[1].features = agent
    pool[2].features = agent
    pool[1].price = Price(perTask: .max, perSecond: .max)
    pool[1].speed = 1e300
    pool[2].concurrency = 1
    var work = MusterPolicyTests.task(0, kind: 9, features: task)
    work.inputTokens = .max
    work.timeLimit = Task.forever - 1
    let (alone, pairs) = contexts(work, pool)
    for x in [alone] + pairs {
      let isBounded = x.allSatisfy { $0.isFinite && $0.magnitude <= 2 }
      #expect(isBounded, "\(x)")
      #expect(x[0] == 1)
    }
  }

  @Test("tells kinds, features and agents apart") func distinct() {
    var pool = agents(2)
    pool[1].features = [1, 0]
    pool[1].price = Price(perTask: 500)
    let (alone, pairs) = contexts(task(0, kind: 1, features: [0.5, -0.25]), pool)
    #expect(alone[4] == 0.5 && alone[5] == -0.25)
    #expect(pairs[0][8] == 0.5 && pairs[0][16] == 0 && pairs[1][16] == 1)
    #expect(pairs[0][4] == 0 && pairs[1][4] > 0.1)
    #expect(contexts(task(0, kind: 2, features: [0.5, -0.25]), pool).task != alone)
    #expect(contexts(task(0, kind: 1, features: [0.5, -0.25]), pool).task == alone)
  }
}
