import MusterCore
import MusterLearning
import Testing

@testable import MusterLab

/// Episodes that a test states in full, so that what happens in them can be worked out by hand: nodes, jobs and faults
/// in the place of drawn ones, bandwidth 2, room for four shards, and tenants that wait 0.2, 0.4, 0.5 and 0.6 of their
/// time for data. Processors are what is asked for most; candidates are named by first fit.
enum OrchestrationByHand {
  static func node(cpu: Double = 8) -> OrchestrationWindow.Node {
    OrchestrationWindow.Node(cpu: cpu, memory: 16, devices: 0, modelBit: 0)
  }

  /// Without more said, a job uses all that it asks for, reads nothing and does not end.
  static func job(
    at arrival: Int = 0, length: Double = 30, cpu: Double = 4, memory: Double = 1, priority: Int = 0,
    tenant: Int = 0, use: Double = 1, io: Double = 0
  ) -> OrchestrationWindow.Job {
    OrchestrationWindow.Job(
      arrival: arrival, length: length, expected: length, cpu: cpu, memory: memory, devices: .none, models: 0,
      priority: priority, tenant: tenant, use: use, io: io)
  }

  /// The start of an episode in which the first jobs run on the nodes of these numbers already. Who is paid, is
  /// paid its own reward alone.
  static func cell(
    _ jobs: [OrchestrationWindow.Job], on hosts: [Int] = [],
    nodes: [OrchestrationWindow.Node] = [node()], schedulers: Int = 1, storage: Int = 1, faults: String = "",
    _ change: (inout OrchestrationSettings) -> Void = { _ in }
  ) throws -> OrchestrationCell {
    let settings = OrchestrationFixture.settings {
      $0.schedulers = schedulers...schedulers
      $0.nodes = nodes.count...nodes.count
      $0.storage = storage...storage
      $0.screen = .firstFit
      $0.localWeight = 1
      change(&$0)
    }
    let source = try OrchestrationFixture.source()
    var window = OrchestrationWindow(source, settings, epochSeconds: 1, seed: 1)
    (window.nodes, window.jobs) = (nodes, jobs)
    window.faults = try FaultPlan(parsing: faults)
    (window.bandwidth, window.slots, window.scarcest) = (2, 4, 0)
    window.dataShare = [0.2, 0.4, 0.5, 0.6]
    var cell = OrchestrationCell(window, settings, mix: source.mix)
    for (job, host) in hosts.enumerated() {
      let isPlaced = cell.place(job, host)
      #expect(isPlaced, "job \(job) on node \(host)")
    }
    cell.turn = nil
    cell.look()
    return cell
  }
}

extension OrchestrationCell {
  /// A step in which agents do as told, by place, and all others action 0; what each was paid.
  @discardableResult
  mutating func act(_ chosen: [Int: Int] = [:]) -> [Double] {
    let actions = (0..<places).map { Int32(chosen[$0] ?? 0) }
    var rewards = [Float](repeating: 9, count: places)
    step(actions, rewards: &rewards)
    return rewards.map(Double.init)
  }

  /// What the agent of a place can do in the next step.
  func possible(_ place: Int) -> [Int] {
    var flags = [UInt8](repeating: 0, count: places * Layout.actions)
    mask(into: &flags)
    return (0..<Layout.actions).filter { flags[place * Layout.actions + $0] != 0 }
  }

  /// Work done by each job, in epochs at full speed.
  var progress: [Double] { jobs.map(\.progress) }
}

/// Whether it is what was worked out by hand, up to rounding; what agents are paid has 24 bits.
func isNear(_ found: Double, _ expected: Double) -> Bool { abs(found - expected) < 1e-6 }

func isNear(_ found: [Double], _ expected: [Double]) -> Bool {
  found.count == expected.count && zip(found, expected).allSatisfy { isNear($0, $1) }
}
