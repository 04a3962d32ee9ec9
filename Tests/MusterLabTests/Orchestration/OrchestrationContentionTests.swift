import Testing

@testable import MusterLab

@Suite struct OrchestrationContentionTests {
  private typealias Hand = OrchestrationByHand

  struct Case: Sendable {
    var level: Int
    var use = 1.0
    var memory = 1.0
    /// How many jobs are placed, how fast they go, and the work done over the capacity.
    var jobs: Int
    var rate: Double
    var useful: Double
  }

  /// Five jobs of 4 processors come to a node of 8 with 16 of memory. At 1.25 times that there is room for no third, at
  /// 1.5 for three, at 2 for four. Three use 12 of 8 and go at (8 / 12)^2 = 4/9: 12 * 4/9 / 8 = 2/3 of the work; four
  /// go at 1/4: half of it. Where jobs use half of what they ask for, four go at full speed. Memory is not
  /// overcommitted: of jobs that ask for 8 there are two.
  ///
  /// Power is a third in the first epoch, idle, and full in the second: not more where more than all is asked for.
  @Test(arguments: [
    Case(level: 0, jobs: 2, rate: 1, useful: 1),
    Case(level: 1, jobs: 2, rate: 1, useful: 1),
    Case(level: 2, jobs: 3, rate: 4.0 / 9, useful: 2.0 / 3),
    Case(level: 3, jobs: 4, rate: 0.25, useful: 0.5),
    Case(level: 3, use: 0.5, jobs: 4, rate: 1, useful: 2),
    Case(level: 3, memory: 8, jobs: 2, rate: 1, useful: 1),
  ])
  func levelsOfOvercommitment(_ wanted: Case) throws {
    let job = Hand.job(at: 1, cpu: 4, memory: wanted.memory, use: wanted.use)
    var cell = try Hand.cell(Array(repeating: job, count: 5))
    cell.act([cell.nodePlace: wanted.level])
    while cell.turn != nil { cell.act() }
    #expect(cell.nodes[0].level == wanted.level && cell.running.count == wanted.jobs)
    cell.act([cell.nodePlace: wanted.level])
    #expect(isNear(cell.nodes[0].rate, wanted.rate) && isNear(cell.nodes[0].useful, wanted.useful))
    let done = (0..<5).map { $0 < wanted.jobs ? wanted.rate : 0 }
    #expect(isNear(cell.progress, done))
    #expect(isNear(cell.measured().power, (1.0 / 3 + 1) / 2))
  }
}
