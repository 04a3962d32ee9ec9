import MusterMath

extension Engine {
  func decideSubmit(_ task: Task, _ at: Instant, _ facts: inout [Fact]) throws(EngineError) {
    // First, so that a repeat of what was taken in is told so however full the queue is.
    try checkSubmission(task)
    guard tasks.liveCount + (task.ask?.asked.count ?? 0) < configuration.taskLimit else {
      throw .queueFull(limit: configuration.taskLimit)
    }
    for dependency in task.dependencies where tasks.row(of: dependency) == nil {
      if dependency == task.id { throw .cyclicDependency([task.id]) }
      throw .unknownDependency(dependency, of: task.id)
    }
    try checkDependencies(task)
    var task = task
    task.gangSize = 1
    facts.append(Fact(at: at, .submitted(task)))
    // Not `contains(where: hasFailed)`: that would take a copy of the engine with it.
    if task.dependencies.contains(where: { hasFailed($0) }) {
      facts.append(Fact(at: at, .ended(Ending(task: task.id, end: .cancelled, reason: .dependencyFailed))))
    } else if let ask = task.ask {
      appendRuns(of: task, ask.asked, at, &facts)
    }
  }

  /// A batch is taken whole or not at all. Its facts come in an order in which every task stands behind those
  /// that it depends on, so that taking one in never looks ahead.
  func decideSubmitAll(_ batch: [Task], _ at: Instant, _ facts: inout [Fact]) throws(EngineError) {
    var indexOf = RowIndex()
    indexOf.reserve(batch.count)
    var gangIndex = RowIndex()
    var gangLeader: [Int] = []
    var keysOfBatch: [String: TaskID] = [:]
    var runs = RowIndex()
    var runCount = 0
    for (index, task) in batch.enumerated() {
      try checkSubmission(task)
      try checkDependencies(task)
      guard indexOf[task.id.rawValue] == nil, runs[task.id.rawValue] == nil else {
        throw .duplicateTask(task.id)
      }
      indexOf.insert(task.id.rawValue, Int32(index))
      for copy in task.ask?.copies ?? [] {
        guard indexOf[copy.rawValue] == nil, runs[copy.rawValue] == nil else { throw .duplicateTask(copy) }
        runs.insert(copy.rawValue, Int32(index))
      }
      runCount += task.ask?.asked.count ?? 0
      if let key = task.idempotencyKey {
        let scoped = Engine.scopedKey(key, task.tenant)
        if let other = keysOfBatch[scoped] { throw .duplicateKey(key, other) }
        keysOfBatch[scoped] = task.id
      }
      if task.gang == .none {
        gangLeader.append(index)
      } else if let leader = gangIndex[task.gang.rawValue] {
        gangLeader.append(Int(leader))
        let first = batch[Int(leader)]
        guard first.tenant == task.tenant, first.priority == task.priority else {
          throw .malformed(
            part: "gang \(task.gang)", found: "members of different tenants or priorities",
            expected: "one tenant and one priority")
        }
        guard (first.patience == 0) == (task.patience == 0) else {
          throw .malformed(
            part: "gang \(task.gang)", found: "members with and without patience",
            expected: "all with or all without")
        }
      } else {
        gangIndex.insert(task.gang.rawValue, Int32(index))
        gangLeader.append(index)
      }
    }
    guard tasks.liveCount + batch.count + runCount <= configuration.taskLimit else {
      throw .queueFull(limit: configuration.taskLimit)
    }
    // Edges between gangs (each a node, like a single task): a gang waits for what any member waits for.
    var waits = [Int](repeating: 0, count: batch.count)
    var successors = [[Int]](repeating: [], count: batch.count)
    for (index, task) in batch.enumerated() {
      for dependency in task.dependencies {
        if let other = indexOf[dependency.rawValue] {
          let from = gangLeader[Int(other)]
          let to = gangLeader[index]
          if from == to {
            throw .cyclicDependency(task.id == dependency ? [task.id] : [task.id, dependency])
          }
          successors[from].append(to)
          waits[to] += 1
        } else if let asking = runs[dependency.rawValue] {
          throw Engine.dependsOnRun(task.id, dependency, of: batch[Int(asking)].id)
        } else if tasks.row(of: dependency) == nil {
          throw .unknownDependency(dependency, of: task.id)
        }
      }
    }
    var membersOf = [[Int]](repeating: [], count: batch.count)
    for index in batch.indices { membersOf[gangLeader[index]].append(index) }
    var order: [Int] = batch.indices.filter { gangLeader[$0] == $0 && waits[$0] == 0 }
    let nodes = batch.indices.reduce(0) { $0 + (gangLeader[$1] == $1 ? 1 : 0) }
    var next = 0
    while next < order.count {
      for successor in successors[order[next]] {
        waits[successor] -= 1
        if waits[successor] == 0 { order.append(successor) }
      }
      next += 1
    }
    guard order.count == nodes else {
      throw .cyclicDependency(Engine.cycle(in: batch, waits: waits, successors: successors))
    }
    // What waits for a task that cannot succeed any more is cancelled as it comes in, and so is its gang.
    var doomed = [Bool](repeating: false, count: batch.count)
    for leader in order {
      func isDoomed(_ member: Int) -> Bool {
        batch[member].dependencies.contains { dependency in
          if let other = indexOf[dependency.rawValue] { return doomed[gangLeader[Int(other)]] }
          return hasFailed(dependency)
        }
      }
      doomed[leader] = membersOf[leader].contains(where: isDoomed)
      for member in membersOf[leader] {
        var task = batch[member]
        task.gangSize = Int32(membersOf[leader].count)
        facts.append(Fact(at: at, .submitted(task)))
        if doomed[leader] {
          let reason = isDoomed(member) ? EndReason.dependencyFailed : .gangFailed
          facts.append(Fact(at: at, .ended(Ending(task: task.id, end: .cancelled, reason: reason))))
        } else if let ask = task.ask {
          appendRuns(of: task, ask.asked, at, &facts)
        }
      }
    }
  }

  /// Nothing waits for a single run: it may be called off while its task succeeds.
  private func checkDependencies(_ task: Task) throws(EngineError) {
    for dependency in task.dependencies {
      guard let row = tasks.row(of: dependency), let parent = tasks.specs[row].ballot else { continue }
      throw Engine.dependsOnRun(task.id, dependency, of: parent)
    }
  }

  private static func dependsOnRun(_ task: TaskID, _ run: TaskID, of parent: TaskID) -> EngineError {
    .malformed(
      part: "task \(task) dependency", found: "task \(run), a run of task \(parent)",
      expected: "the task that it is a run of")
  }

  private func hasFailed(_ id: TaskID) -> Bool {
    guard let row = tasks.row(of: id) else { return false }
    let status = tasks.records[row].status
    return status.isEnded && status != .succeeded
  }

  /// One cycle among the tasks that never came free, for the error message.
  private static func cycle(in batch: [Task], waits: [Int], successors: [[Int]]) -> [TaskID] {
    guard let start = waits.firstIndex(where: { $0 > 0 }) else { return [] }
    // Every waiting node is on a cycle or behind one: walk back to a predecessor that waits too, until one repeats.
    var predecessor = [Int](repeating: -1, count: batch.count)
    for index in batch.indices where waits[index] > 0 {
      for successor in successors[index] where waits[successor] > 0 { predecessor[successor] = index }
    }
    var seenAt = [Int](repeating: -1, count: batch.count)
    var path: [Int] = []
    var node = start
    while node >= 0 && seenAt[node] < 0 {
      seenAt[node] = path.count
      path.append(node)
      node = predecessor[node]
    }
    guard node >= 0 else { return path.map { batch[$0].id } }
    return path[seenAt[node]...].map { batch[$0].id }
  }

  static func scopedKey(_ key: String, _ tenant: TenantID) -> String { "\(tenant.rawValue)/\(key)" }

  /// The bound on any single amount, so that the sum of a lane over 100,000 agents cannot overflow.
  static let amountLimit: Int64 = 1 << 46

  private func checkSubmission(_ task: Task) throws(EngineError) {
    guard tasks.row(of: task.id) == nil else { throw .duplicateTask(task.id) }
    if let key = task.idempotencyKey, let other = keys[Engine.scopedKey(key, task.tenant)] {
      throw .duplicateKey(key, other)
    }
    if task.gang != .none, gangs.members(of: task.gang) != nil {
      throw .malformed(
        part: "gang", found: "\(task.gang), in use", expected: "a gang submitted whole in one batch")
    }
    for copy in task.ask?.copies ?? [] where tasks.row(of: copy) != nil { throw .duplicateTask(copy) }
    guard task.ballot == nil else {
      throw .malformed(
        part: "task \(task.id) ballot", found: "a run of task \(task.id)",
        expected: "a task with runs of its own")
    }
    try check(task.tenant)
    try checkContent(task)
  }

  /// What can be said of a task without looking at the state.
  func checkContent(_ task: Task) throws(EngineError) {
    try checkDemand(task)
    guard Int(task.kind.rawValue) < NameSpace.kind.limit else {
      throw .malformed(
        part: "task \(task.id) kind", found: "\(task.kind)",
        expected: "an index below \(NameSpace.kind.limit)")
    }
    guard task.value.isFinite else {
      throw .malformed(part: "task \(task.id) value", found: "\(task.value)", expected: "a finite number")
    }
    guard task.patience >= 0, task.timeLimit >= 0 else {
      throw .malformed(
        part: "task \(task.id) patience or time limit", found: "a negative time", expected: ">= 0")
    }
    guard task.budget >= 0 else {
      throw .malformed(
        part: "task \(task.id) budget", found: "\(task.budget)", expected: "micro-dollars >= 0")
    }
    guard task.inputTokens >= 0, task.outputTokenLimit >= 0 else {
      throw .malformed(part: "task \(task.id) tokens", found: "a negative number", expected: ">= 0")
    }
    guard task.retry.attempts >= 1, task.retry.backoff >= 0, task.retry.backoffLimit >= 0,
      task.retry.jitter >= 0, task.retry.jitter <= 1
    else {
      throw .malformed(
        part: "task \(task.id) retry rule", found: "\(task.retry)",
        expected: "attempts >= 1, waits >= 0, jitter in 0...1")
    }
    guard task.footprint.memoryMiB.isFinite, task.footprint.memoryMiB >= 0,
      task.footprint.dirtyMiBPerSecond.isFinite, task.footprint.dirtyMiBPerSecond >= 0
    else {
      throw .malformed(
        part: "task \(task.id) footprint", found: "\(task.footprint)", expected: "finite, >= 0")
    }
    guard task.terms.count <= Task.termLimit else {
      throw .malformed(
        part: "task \(task.id) terms", found: "\(task.terms.count)", expected: "at most \(Task.termLimit)")
    }
    guard task.prefix.count <= Task.prefixLimit else {
      throw .malformed(
        part: "task \(task.id) prefix", found: "\(task.prefix.count) blocks",
        expected: "at most \(Task.prefixLimit)")
    }
    if let fault = task.ask?.fault(of: task.id) {
      throw .malformed(part: "task \(task.id) \(fault.part)", found: fault.found, expected: fault.expected)
    }
    guard task.ask == nil || task.gang == .none else {
      throw .malformed(part: "task \(task.id) ask", found: "a member of a gang", expected: "a single task")
    }
    for feature in task.features where !feature.isFinite {
      throw .malformed(part: "task \(task.id) feature", found: "\(feature)", expected: "a finite number")
    }
  }

  private func checkDemand(_ task: Task) throws(EngineError) {
    let lanes = task.demand.resources.lanes
    if lanes.min() < 0 || lanes.max() > Engine.amountLimit {
      for lane in 0..<Resources.dimensions where lanes[lane] < 0 || lanes[lane] > Engine.amountLimit {
        let name = vocabulary.name(UInt32(lane), in: .resource) ?? "resource \(lane)"
        throw .malformed(
          part: "task \(task.id) demand of \(name)", found: "\(lanes[lane])",
          expected: "an amount in 0...\(Engine.amountLimit)")
      }
    }
    let devices = task.demand.devices
    let valid =
      devices.count == 0
      ? devices.milliEach == 0
      : Int(devices.count) <= Devices.limit && devices.milliEach >= 1 && devices.milliEach <= Devices.whole
    guard valid else {
      throw .malformed(
        part: "task \(task.id) device demand", found: "\(devices.count) x \(devices.milliEach) milli",
        expected: "at most \(Devices.limit) devices, 1...1000 milli of each, or none")
    }
  }
}
