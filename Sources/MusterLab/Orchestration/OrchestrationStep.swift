/// One copy's step, and its agents in their places: schedulers, compute nodes, storage nodes, each role with as many
/// places as it may have agents.
extension OrchestrationCell {
  private var nodePlace: Int { settings.schedulers.upperBound }
  private var storePlace: Int { nodePlace + settings.nodes.upperBound }
  private var places: Int { storePlace + settings.storage.upperBound }

  mutating func step(_ actions: UnsafePointer<Int32>, rewards: UnsafeMutablePointer<Float>) {
    // An action is below 6.
    for place in 0..<places { history.append(UInt8(truncatingIfNeeded: actions[place])) }
    for scheduler in schedulers.indices {
      // A rule looks again after those before it; learners act at once, on what all of them saw.
      if settings.screen != .mixed && scheduler > 0 { screen() }
      actScheduler(scheduler, Int(actions[scheduler]))
    }
    for node in nodes.indices { actNode(node, Int(actions[nodePlace + node])) }
    for store in stores.indices { actStore(store, Int(actions[storePlace + store])) }
    serveReads()
    work()
    tally()
    pay(rewards)
    epoch += 1
    finishCopies()
    applyFaults()
    admit()
    screen()
  }

  private func pay(_ rewards: UnsafeMutablePointer<Float>) {
    rewards.update(repeating: 0, count: places)
    let team = (1 - settings.localWeight) * Float(teamReward)
    func paid(_ own: Double) -> Float { settings.localWeight * Float(own) + team }
    for scheduler in schedulers.indices where !schedulers[scheduler].isDown {
      rewards[scheduler] = paid(schedulerReward(scheduler))
    }
    for node in nodes.indices where !nodes[node].isDown && !nodes[node].isCut {
      rewards[nodePlace + node] = paid(nodeReward(node))
    }
    for store in stores.indices where !stores[store].isDown {
      rewards[storePlace + store] = paid(storeReward(store))
    }
  }

  func observe(into target: UnsafeMutablePointer<Float>) {
    let width = Self.observationSize
    for scheduler in schedulers.indices { seeScheduler(scheduler, target + scheduler * width) }
    for node in nodes.indices { seeNode(node, target + (nodePlace + node) * width) }
    for store in stores.indices { seeStore(store, target + (storePlace + store) * width) }
  }

  func mask(into target: UnsafeMutablePointer<UInt8>) {
    for scheduler in schedulers.indices { schedulerMask(scheduler, target + scheduler * Self.actions) }
    for node in nodes.indices { nodeMask(node, target + (nodePlace + node) * Self.actions) }
    for store in stores.indices { storeMask(store, target + (storePlace + store) * Self.actions) }
  }
}
