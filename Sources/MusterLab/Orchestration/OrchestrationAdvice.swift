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
      advice[scheduler] = Int32(candidate(by: rule.screen))
      return
    }
    for node in nodes.indices where !nodes[node].isDown && !nodes[node].isCut {
      advice[nodePlace + node] = rule.level
    }
    for store in stores.indices where !stores[store].isDown {
      let isBusy = rule.copiesHotShards && stores[store].load > window.bandwidth
      let canCopy = stores[store].copying < 0 && hottest(store).flatMap { copyTarget($0, store) } != nil
      advice[storePlace + store] = isBusy && canCopy ? 1 : 0
    }
  }

  /// The best candidate for the head by a rule, or to hold where it has none.
  private mutating func candidate(by screen: OrchestrationSettings.Screen) -> Int {
    var (best, bestScore) = (Self.hold, -Double.infinity)
    for slot in named.indices where named[slot] >= 0 {
      guard let mask = fit(head, Int(named[slot])) else { continue }
      let score = score(head, Int(named[slot]), mask, by: screen, slot)
      if score > bestScore { (best, bestScore) = (slot, score) }
    }
    return best
  }
}
