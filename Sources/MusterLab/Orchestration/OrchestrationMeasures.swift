import MusterMath

/// How an episode went: the measures of role-based orchestration (Yao, Liu and Dai, 2025) that one episode has. How
/// soon a learner converges is measured over its episodes.
public struct OrchestrationMeasures: Sendable, Equatable {
  /// Work done and not lost again over what the pool could do, in the resource asked for most, 0...1.
  public var utilisation = 0.0
  /// Epochs that a job that came has spent in queues, mean.
  public var latency = 0.0
  /// The same, the 99th percentile.
  public var latency99 = 0.0
  /// Jain's index over tenants of the share of their jobs' open time in which work was done, 1/n...1.
  public var fairness = 0.0
  /// The coefficient of variation of load over the nodes that are up, mean over epochs.
  public var loadVariation = 0.0
  /// Power drawn over what the pool draws at full load, 0...1.
  public var power = 0.0
  /// Jobs that came, and of those the ones that ended.
  public var arrived = 0
  /// Jobs that were done.
  public var finished = 0
  /// Jobs that were thrown off their node for another.
  public var preempted = 0
  /// Jobs that were moved.
  public var migrated = 0

  /// The declared composite, 0...1: 0.3 utilisation + 0.2 * 5 / (5 + latency) + 0.1 * 25 / (25 + latency99)
  /// + 0.25 fairness + 0.15 / (1 + loadVariation).
  public var composite: Double {
    0.3 * utilisation + 0.2 * 5 / (5 + latency) + 0.1 * 25 / (25 + latency99) + 0.25 * fairness
      + 0.15 / (1 + loadVariation)
  }
}

/// What is summed up while an episode runs.
struct OrchestrationTally: Sendable {
  /// Work done and not lost, in epochs times amounts of the scarcest resource.
  var work = 0.0
  /// That of the last epoch.
  var workLast = 0.0
  var variation = 0.0
  var variationLast = 0.0
  var power = 0.0
  var finished = 0
  var preempted = 0
  var migrated = 0
}

extension OrchestrationCell {
  /// Takes note of who waits and whose jobs are open in this epoch, before any of them ends in it.
  mutating func wait() {
    for scheduler in queues.indices {
      var waits = 0
      for job in queues[scheduler] {
        jobs[Int(job)].waited += 1
        waits += jobs[Int(job)].waited
      }
      schedulers[scheduler].waits = waits
    }
    for tenant in tenants.indices { tenants[tenant].elapsed += Double(tenants[tenant].open) }
  }

  /// Takes note of an epoch that has passed, before the clock moves.
  mutating func tally() {
    var loads = RunningMoments()
    var (drawn, most) = (0.0, 0.0)
    for node in nodes.indices where !nodes[node].isDown {
      if nodeCapacity(node) > 0 { loads.add(scarceShare(node)) }
      // A node of mean size draws 100 W idle and 300 W at full load; an empty closed one sleeps at 10 W.
      let size = window.nodes[node].cpu / capacity[0] * Double(nodes.count)
      let isAsleep = nodes[node].jobs == 0 && !nodes[node].isOpen
      let use = min(nodes[node].usage / window.nodes[node].cpu, 1)
      drawn += size * (isAsleep ? 10 : 100 + 200 * use)
      most += size * 300
    }
    measures.variationLast = loads.mean > 0 ? loads.variation : 0
    measures.variation += measures.variationLast
    measures.power += most > 0 ? drawn / most : 0
  }

  /// The share of a node's scarcest resource that is held.
  func scarceShare(_ node: Int) -> Double {
    switch window.scarcest {
    case 0: nodes[node].cpu / window.nodes[node].cpu
    case 1: nodes[node].memory / window.nodes[node].memory
    default: deviceShare(node)
    }
  }

  /// Jain's index over the tenants that had jobs, of work done over time open. `O(tenants)`, nothing allocated.
  var fairness: Double {
    var (sum, squares, count) = (0.0, 0.0, 0.0)
    for tenant in tenants where tenant.elapsed > 0 {
      let share = max(tenant.progress, 0) / tenant.elapsed
      sum += share
      squares += share * share
      count += 1
    }
    return squares > 0 ? sum * sum / (count * squares) : 1
  }

  /// The measures of the episode so far.
  func measured() -> OrchestrationMeasures {
    var result = OrchestrationMeasures()
    let epochs = Double(max(epoch, 1))
    result.utilisation = measures.work / max(capacity[window.scarcest] * epochs, 1)
    let waits = (0..<nextJob).map { Double(jobs[$0].waited) }.sorted()
    result.latency = waits.reduce(0, +) / Double(max(waits.count, 1))
    result.latency99 = Quantile.of(sorted: waits, 0.99) ?? 0
    result.fairness = fairness
    result.loadVariation = measures.variation / epochs
    result.power = measures.power / epochs
    result.arrived = nextJob
    result.finished = measures.finished
    result.preempted = measures.preempted
    result.migrated = measures.migrated
    return result
  }
}
