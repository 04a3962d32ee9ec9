import MusterLearning

/// What a rule of thumb would do in the place of the agents.
extension OrchestrationWorld: AdvisedWorld {
  public func advise(into target: UnsafeMutablePointer<Int32>) {
    target.update(repeating: -1, count: copies * agents)
    for copy in 0..<copies {
      for (place, action) in cells[copy].advice.enumerated() { target[copy * agents + place] = action }
    }
  }
}

extension OrchestrationCell {
  /// Takes note of what `rule` would do in the next step; -1 where an agent has nothing to do.
  mutating func advise(_ rule: OrchestrationRule) {
    for place in advice.indices { advice[place] = -1 }
    if let scheduler = turn {
      advice[scheduler] = Int32(rule.weights.map { candidate(by: $0) } ?? candidate(by: rule))
      return
    }
    let mean = meanLoad
    for node in nodes.indices where !nodes[node].isDown && !nodes[node].isCut {
      advice[nodePlace + node] = Int32(nodeAction(node, by: rule, mean: mean))
    }
    for store in stores.indices where !stores[store].isDown {
      let most = !hasData ? .infinity : rule.weights?[.copiesAbove] ?? (rule.copiesHotShards ? 1 : .infinity)
      let isBusy = stores[store].load > most * window.bandwidth
      let canCopy = stores[store].copying < 0 && hottest(store).flatMap { copyTarget($0, store) } != nil
      advice[storePlace + store] = isBusy && canCopy ? 1 : 0
    }
  }

  private func nodeAction(_ node: Int, by rule: OrchestrationRule, mean: Double) -> Int {
    if settings.scope == .pool { return 0 }
    if let weights = rule.weights { return nodeAction(node, by: weights, mean: mean) }
    let isBusy = rule.movesJobs && nodes[node].jobs > 0 && loadShare(node) > mean
    return isBusy && migration(from: node) != nil ? Layout.migrate : Int(rule.level)
  }

  /// The best candidate for the head by a rule, or to hold where it has none.
  private mutating func candidate(by rule: OrchestrationRule) -> Int {
    var (best, bestScore) = (Layout.hold, -Double.infinity)
    let first = rule.order == .shortest && second >= 0 ? Layout.choices : 0
    for slot in first..<(first + Layout.choices) where named[slot] >= 0 {
      let job = job(of: slot)
      guard let mask = fit(job, Int(named[slot])) else { continue }
      let score = score(job, Int(named[slot]), mask, by: rule.screen, slot - first)
      if score > bestScore { (best, bestScore) = (slot, score) }
    }
    return best
  }
}

extension OrchestrationCell {
  /// The candidate of the highest sum, the first of equals; to hold where there is none. `O(slots)`.
  func candidate(by weights: OrchestrationWeights) -> Int {
    let pool = (0..<3).reduce(0) { max($0, poolShare($1)) }
    let first = sight(ofJob: head)
    let other = second < 0 ? first : sight(ofJob: second)
    var (best, bestScore) = (Layout.hold, -Double.infinity)
    for slot in named.indices where named[slot] >= 0 {
      let score = weights.score(slot < Layout.choices ? first : other, views[slot], pool: pool)
      if score > bestScore { (best, bestScore) = (slot, score) }
    }
    return best
  }

  /// What a compute node does where the nodes' mean load is `mean`.
  func nodeAction(_ node: Int, by weights: OrchestrationWeights, mean: Double) -> Int {
    let state = nodes[node]
    let isBusy =
      loadShare(node) - mean > weights[.movesAboveMean] && mean < weights[.movesWhileMeanBelow]
    if state.jobs > 0 && (isBusy || state.rate < weights[.movesBelowRate]) && migration(from: node) != nil {
      return Layout.migrate
    }
    return weights.level(use: state.cpu > 0 ? state.usage / state.cpu : Layout.meanUse)
  }
}
