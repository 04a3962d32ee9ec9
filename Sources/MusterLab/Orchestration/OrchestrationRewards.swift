/// What agents are paid for the epoch that has passed: their own part and the team's.
extension OrchestrationCell {
  /// The composite of ``OrchestrationMeasures`` for one epoch, with the queue over the rate of arrivals in the place
  /// of waits (Little's law): 0...1.
  var teamReward: Double {
    let utilisation = measures.workLast / max(capacity[window.scarcest], 1)
    let wait = Double(queued) / max(arrivals, 1e-9)
    return 0.3 * utilisation + 0.3 * 5 / (5 + wait) + 0.25 * fairness
      + 0.15 / (1 + measures.variationLast)
  }

  /// Less the mean wait of its queue (10 epochs and more cost 1), less a refusal.
  func schedulerReward(_ scheduler: Int) -> Double {
    let mean = Double(schedulers[scheduler].waits) / Double(max(queues[scheduler].count, 1))
    let refusal = schedulers[scheduler].isRejecting ? Double(settings.rejectCost) : 0
    return -min(mean / 10, 1) - refusal
  }

  /// Its own use, less contention, less the queue that waits while it is idle.
  func nodeReward(_ node: Int) -> Double {
    let overload = max(nodes[node].usage / window.nodes[node].cpu - 1, 0)
    return nodes[node].useful - Double(settings.overloadCost) * min(overload, 2)
      - Double(settings.waitCost) * pressure * (1 - min(nodes[node].useful, 1))
  }

  /// Half for reads from its own rack, half for a load near the mean, less what is asked beyond its bandwidth.
  func storeReward(_ store: Int) -> Double {
    let mean = stores.reduce(0) { $0 + $1.load } / Double(stores.count) / window.bandwidth
    let load = stores[store].load / window.bandwidth
    let local = stores[store].load > 0 ? min(stores[store].local / stores[store].load, 1) : 1
    return 0.5 * local + 0.5 / (1 + abs(load - mean)) - min(max(load - 1, 0), 1)
  }

  /// How full queues are: 1 where three jobs a scheduler wait.
  var pressure: Double { min(Double(queued) / Double(3 * schedulers.count), 1) }
}
