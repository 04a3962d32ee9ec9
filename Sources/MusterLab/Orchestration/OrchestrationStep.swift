/// One copy's step, and its agents in their places: schedulers, compute nodes, storage nodes, each role with as many
/// places as it may have agents.
extension OrchestrationCell {
  var nodePlace: Int { settings.schedulers.upperBound }
  var storePlace: Int { nodePlace + settings.nodes.upperBound }
  var places: Int { storePlace + settings.storage.upperBound }

  mutating func step(_ actions: UnsafePointer<Int32>, rewards: UnsafeMutablePointer<Float>) {
    rewards.update(repeating: 0, count: places)
    if isOver { return }
    // An action is below 10.
    for place in 0..<places { history.append(UInt8(truncatingIfNeeded: actions[place])) }
    if let scheduler = turn {
      schedulers[scheduler].turns += 1
      actScheduler(scheduler, Int(actions[scheduler]))
    } else {
      for node in nodes.indices { actNode(node, Int(actions[nodePlace + node])) }
      for store in stores.indices { actStore(store, Int(actions[storePlace + store])) }
      pass(rewards)
    }
    look()
  }

  /// What the next step is about.
  mutating func look() {
    screen()
    if let advisor = settings.advisor { advise(advisor) }
  }

  /// Whether the episode has ended.
  var isOver: Bool { epoch >= settings.steps || taken >= settings.mostSteps }

  /// Steps of the episode so far.
  var taken: Int { history.count / places }

  /// The rest of the epoch, and the beginning of the next.
  private mutating func pass(_ rewards: UnsafeMutablePointer<Float>) {
    wait()
    serveReads()
    work()
    tally()
    pay(rewards)
    for scheduler in schedulers.indices {
      (schedulers[scheduler].refusals, schedulers[scheduler].turns) = (0, 0)
    }
    epoch += 1
    finishCopies()
    applyFaults()
    admit()
  }

  private func pay(_ rewards: UnsafeMutablePointer<Float>) {
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
    let width = Layout.observationSize
    if let scheduler = turn { return seeScheduler(scheduler, target + scheduler * width) }
    for node in nodes.indices { seeNode(node, target + (nodePlace + node) * width) }
    for store in stores.indices { seeStore(store, target + (storePlace + store) * width) }
  }

  func mask(into target: UnsafeMutablePointer<UInt8>) {
    if let scheduler = turn { return schedulerMask(target + scheduler * Layout.actions) }
    for node in nodes.indices { nodeMask(node, target + (nodePlace + node) * Layout.actions) }
    for store in stores.indices { storeMask(store, target + (storePlace + store) * Layout.actions) }
  }
}
