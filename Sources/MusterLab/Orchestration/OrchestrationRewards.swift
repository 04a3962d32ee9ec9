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

  /// Less the delay of its jobs: the mean wait of its queue (10 epochs and more cost 1), and twice the share of their
  /// time that those which it placed lose by running slowly. Less its refusals.
  func schedulerReward(_ scheduler: Int) -> Double {
    let state = schedulers[scheduler]
    let wait = Double(state.waits) / Double(max(queues[scheduler].count, 1))
    let lost = state.ran > 0 ? state.lost / state.ran : 0
    return -min(wait / 10, 1) - 2 * lost - min(Double(state.refusals) * Double(settings.rejectCost), 2)
  }

  /// Its own use, less contention, less the queue that waits while it is idle.
  func nodeReward(_ node: Int) -> Double {
    let overload = max(nodes[node].usage / window.nodes[node].cpu - 1, 0)
    return nodes[node].useful - Double(settings.overloadCost) * min(overload, 2)
      - Double(settings.waitCost) * pressure * (1 - min(nodes[node].useful, 1))
  }

  /// Half for what its rack reads from it, half for being asked as much as the mean, less twice the share of its rack's
  /// reads that nobody serves: to throttle or to drop shards for others to serve is no gain of its own.
  func storeReward(_ store: Int) -> Double {
    let state = stores[store]
    let mean = stores.reduce(0) { $0 + $1.asked } / Double(stores.count)
    let local = state.wanted > 0 ? state.local / state.wanted : 1
    let served = state.wanted > 0 ? state.served / state.wanted : 1
    return 0.5 * local + 0.5 / (1 + abs(state.asked - mean) / window.bandwidth) - 2 * (1 - served)
  }

  /// How full queues are: 1 where three jobs a scheduler wait.
  var pressure: Double { min(Double(queued) / Double(3 * schedulers.count), 1) }
}
