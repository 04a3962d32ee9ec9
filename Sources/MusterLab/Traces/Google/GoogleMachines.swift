import MusterCore

/// Machines as Google's cluster of 2011 had them: the trace of tasks does not say, so the published mix is
/// used (Reiss et al., SoCC 2012, table 1).
enum GoogleMachines {
  /// The machines of the published mix.
  static let count = 12_583

  /// Shares of the largest machine's processors and memory, and how many machines have them.
  private static let mix: [(cpu: Double, memory: Double, count: Int)] = [
    (0.5, 0.5, 6732), (0.5, 0.25, 3863), (0.5, 0.75, 1001), (1, 1, 795), (0.25, 0.25, 126), (0.5, 0.12, 52),
    (0.5, 0.03, 5), (0.5, 0.97, 5), (1, 0.5, 3), (0.5, 0.06, 1),
  ]

  /// milli-CPU of the largest machine; the trace gives shares of it.
  static let cpuMilli = 1000.0
  /// MiB of the largest machine. The trace hides what it has; 64 GiB is assumed. Only ratios matter.
  static let memoryMiB = 65_536.0

  /// So many machines in the published proportions, rounded by largest remainder; ids from 0.
  static func agents(_ number: Int) -> [Agent] {
    var agents: [Agent] = []
    agents.reserveCapacity(number)
    for (kind, count) in zip(mix, apportion(number, in: mix.map { Double($0.count) })) {
      let capacity = Resources(
        cpuMilli: Int64((kind.cpu * cpuMilli).rounded()),
        memoryMiB: Int64((kind.memory * memoryMiB).rounded()))
      for _ in 0..<count {
        agents.append(
          Agent(id: AgentID(UInt64(agents.count)), name: "machine-\(agents.count)", capacity: capacity))
      }
    }
    return agents
  }
}
