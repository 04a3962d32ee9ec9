import MusterCore

/// Which faults are in force now, by agent row. Faults of one kind on one agent may overlap: each is counted.
struct FaultState: Sendable {
  private(set) var down: [Int32]
  private(set) var cutOff: [Int32]
  private(set) var slow: [[Double]]
  private(set) var flaky: [[Double]]
  private(set) var late: [(probability: Double, delay: Nanoseconds)] = []
  private(set) var duplicate: [Double] = []
  /// The engine's clock minus the lab's.
  var clockOffset: Nanoseconds = 0

  init(agents: Int) {
    down = [Int32](repeating: 0, count: agents)
    cutOff = [Int32](repeating: 0, count: agents)
    slow = [[Double]](repeating: [], count: agents)
    flaky = [[Double]](repeating: [], count: agents)
  }

  func isDown(_ agent: Int) -> Bool { down[agent] > 0 }
  func isCutOff(_ agent: Int) -> Bool { cutOff[agent] > 0 }
  func slowness(_ agent: Int) -> Double { slow[agent].reduce(1, *) }
  func failureProbability(_ agent: Int) -> Double { 1 - flaky[agent].reduce(1) { $0 * (1 - $1) } }

  mutating func setDown(_ agent: Int, _ isDown: Bool) { down[agent] += isDown ? 1 : -1 }
  mutating func setCutOff(_ agent: Int, _ isCut: Bool) { cutOff[agent] += isCut ? 1 : -1 }
  mutating func setSlow(_ agent: Int, _ factor: Double, _ begins: Bool) {
    FaultState.toggle(&slow[agent], factor, begins)
  }
  mutating func setFlaky(_ agent: Int, _ probability: Double, _ begins: Bool) {
    FaultState.toggle(&flaky[agent], probability, begins)
  }
  mutating func setLate(_ probability: Double, _ delay: Nanoseconds, _ begins: Bool) {
    if begins {
      late.append((probability, delay))
    } else if let index = late.firstIndex(where: { $0 == (probability, delay) }) {
      late.remove(at: index)
    }
  }
  mutating func setDuplicate(_ probability: Double, _ begins: Bool) {
    FaultState.toggle(&duplicate, probability, begins)
  }

  private static func toggle(_ list: inout [Double], _ value: Double, _ begins: Bool) {
    if begins {
      list.append(value)
    } else if let index = list.firstIndex(of: value) {
      list.remove(at: index)
    }
  }
}
