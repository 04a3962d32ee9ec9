import MusterCore
import MusterMath
import MusterPolicy

/// `learned(FILE)` of a method that learned to orchestrate: its schedulers and compute nodes, in a live pool.
///
/// As in their world, four rules name an agent each for a task (best fit, least loaded, least fragmentation, nearest
/// data), those named are asked whether they admit, and the scheduler picks. What agents see there and a pool does not
/// tell is what it mostly is: jobs use seven tenths of what they hold, nobody overcommits, no storage node is asked for
/// anything. How fast an agent is and how long a task will run is learned from what came back (``RunTimes``).
/// Holding, preempting, moving jobs and storage are left to the engine and its rules.
///
/// The agent that was picked scores 1, the others that were named and admit 0.5, the rest 0. `O(agents)` a task, and
/// two or three runs of the networks.
package struct OrchestrationPolicy: ListScorer {
  private let team: TrainedTeam?
  private let advice: OrchestrationAdvice
  private let scope: OrchestrationScope
  /// Nobody else's: see ``ownActor()``.
  private var actor: OrchestrationActor?
  private var sight = PoolSight()
  private var times = RunTimes()
  private var fragmentation = Fragmentation()
  private var numbers: [Int32] = []
  /// FGD's scores by place in the list.
  private var lost: [Float] = []
  /// Places in the list: those named, and those that are not to be.
  private var named: [Int] = []
  private var isOut: [Bool] = []
  private var candidates: [CandidateSight] = []
  private var asked: [ComputeSight] = []
  private var answers: [Bool] = []

  /// Without a team all agents do as they are advised. `scope` is what the team learned with.
  package init(_ team: TrainedTeam?, advice: OrchestrationAdvice, scope: OrchestrationScope) {
    self.team = team
    self.advice = advice
    self.scope = scope
  }

  /// What all of a task's questions have in common.
  private struct Question {
    var demand: Demand
    var job: JobSight
    var queue: SchedulerSight
    /// The demand's dominant resource, and the pool's.
    var dominant: Int
    var scarcest: Int
    var pressure: Double
    var hasDevices: Bool
  }

  package mutating func score(
    _ task: Int, _ rows: UnsafeBufferPointer<Int32>, in frame: borrowing Frame,
    into scores: UnsafeMutableBufferPointer<Float>
  ) {
    for place in 0..<rows.count { scores[place] = 0 }
    sight.prepare(frame)
    numbers = times.numbers(in: frame)
    let question = question(task, in: frame)
    begin(question, rows, in: frame)
    name(question, rows, in: frame)
    guard !named.isEmpty else { return }
    candidates.removeAll(keepingCapacity: true)
    for place in named { candidates.append(candidate(question, place, Int(rows[place]))) }
    let pool = max(question.queue.held[0], question.queue.held[1], question.queue.held[2])
    let advised = advice.choice(question.job, candidates, pool: pool)
    let picked =
      ownActor()?.choose(question.queue, question.job, candidates, advice: advised) ?? max(advised, 0)
    for (slot, place) in named.enumerated() { scores[place] = slot == picked ? 1 : 0.5 }
  }

  /// Copies of a policy act in threads of their own.
  private mutating func ownActor() -> OrchestrationActor? {
    guard let team else { return nil }
    // A second reference, to look at it, would be one too many.
    if isKnownUniquelyReferenced(&actor), let own = actor { return own }
    let own = OrchestrationActor(team)
    actor = own
    return own
  }

  package mutating func observe(_ outcomes: [Outcome]) { times.observe(outcomes) }
  package func snapshot() -> [UInt8] { times.snapshot() }
  package mutating func restore(_ bytes: [UInt8]) throws(PolicyError) {
    times = try RunTimes(bytes, word: "learned")
  }
}

// What is seen.
extension OrchestrationPolicy {
  private func question(_ at: Int, in frame: borrowing Frame) -> Question {
    let task = frame.tasks[at]
    var job = JobSight()
    job.demand = sight.demand(task.demand)
    job.priority = Double(task.priority) / 10
    let usual = times.meanSeconds ?? 0
    job.expected = usual > 0 ? (times.seconds(task.kind) ?? usual) / usual : 1
    // The mean job runs for 30 epochs.
    let epoch = usual / 30
    let perNanosecond = epoch > 0 ? 1e-9 / epoch / 20 : 0
    job.waited = Double(frame.now - frame.readySince[at]) * perNanosecond
    var queue = SchedulerSight()
    queue.queued = Double(frame.taskCount) / 10
    // The first of a long queue stand for all: they are looked at for every task of it.
    let seen = min(frame.taskCount, 64)
    for other in 0..<seen {
      queue.wait += Double(frame.now - frame.readySince[other]) * perNanosecond / Double(seen)
    }
    queue.held = sight.shares
    var (dominant, scarcest) = (0, 0)
    for resource in 1..<3 {
      if job.demand[resource] > job.demand[dominant] { dominant = resource }
      if queue.held[resource] > queue.held[scarcest] { scarcest = resource }
    }
    return Question(
      demand: task.demand, job: job, queue: queue, dominant: dominant, scarcest: scarcest,
      pressure: min(Double(frame.taskCount) / 3, 1), hasDevices: frame.pool.totalDeviceMilli > 0)
  }

  private func candidate(_ question: Question, _ place: Int, _ row: Int) -> CandidateSight {
    var candidate = CandidateSight()
    let shares = sight.shares(row)
    (candidate.cpu, candidate.memory, candidate.devices) = (shares[0], shares[1], shares[2])
    candidate.usage = OrchestrationLayout.meanUse * shares[0]
    candidate.rate = times.rate(numbers[row])
    candidate.bestFit = sight.bestFit(row, question.demand, question.dominant)
    candidate.fragmentation = question.hasDevices ? Double(lost[place]) / 100 : 0
    candidate.load = sight.load(row)
    return candidate
  }

  private func compute(_ question: Question, _ row: Int, in frame: borrowing Frame) -> ComputeSight {
    var node = ComputeSight()
    let shares = sight.shares(row)
    (node.cpu, node.memory, node.devices) = (shares[0], shares[1], shares[2])
    node.hasDevices = frame.pool.devices[row].count > 0
    node.usage = OrchestrationLayout.meanUse * shares[0]
    node.jobs = Double(frame.pool.inFlight[row]) / 10
    node.rate = times.rate(numbers[row])
    node.useful = shares[question.scarcest] * node.rate
    node.pressure = question.pressure
    node.load = sight.load(row)
    node.meanLoad = sight.meanLoad
    return node
  }
}

// Who is named.
extension OrchestrationPolicy {
  private mutating func begin(
    _ question: Question, _ rows: UnsafeBufferPointer<Int32>, in frame: borrowing Frame
  ) {
    openAll(question, rows, in: frame)
    if !question.hasDevices { return }
    if lost.count < rows.count { lost = Array(repeating: 0, count: rows.count) }
    lost.withUnsafeMutableBufferPointer { lost in
      fragmentation.score(question.demand, rows, in: frame, into: lost)
      // Where there are no devices none can be lost.
      for place in 0..<rows.count where frame.pool.devices[Int(rows[place])].count == 0 { lost[place] = 0 }
    }
  }

  /// Names agents and asks them; those that do not admit are left out, and others named, as long as there are any.
  /// Where nobody admits, all are taken to: a task must not wait for what may never change.
  private mutating func name(
    _ question: Question, _ rows: UnsafeBufferPointer<Int32>, in frame: borrowing Frame
  ) {
    for _ in 0..<OrchestrationLayout.choices {
      nameBest(question, rows, in: frame)
      if named.isEmpty { break }
      guard let actor = ownActor() else { return }
      asked.removeAll(keepingCapacity: true)
      for place in named { asked.append(compute(question, Int(rows[place]), in: frame)) }
      actor.admit(asked, scope, level: advice.level(in: scope), into: &answers)
      for (slot, place) in named.enumerated() where !answers[slot] { isOut[place] = true }
      if !answers.contains(false) { return }
    }
    var kept = 0
    for place in named where !isOut[place] {
      named[kept] = place
      kept += 1
    }
    named.removeLast(named.count - kept)
    if !named.isEmpty { return }
    openAll(question, rows, in: frame)
    nameBest(question, rows, in: frame)
  }

  /// Leaves out those without room, and nobody else.
  private mutating func openAll(
    _ question: Question, _ rows: UnsafeBufferPointer<Int32>, in frame: borrowing Frame
  ) {
    isOut.removeAll(keepingCapacity: true)
    for row in rows { isOut.append(!frame.pool.admits(question.demand, at: Int(row))) }
  }

  /// Names the best by each rule, of those that are not out and were not named by a rule before.
  private mutating func nameBest(
    _ question: Question, _ rows: UnsafeBufferPointer<Int32>, in frame: borrowing Frame
  ) {
    named.removeAll(keepingCapacity: true)
    for slot in 0..<OrchestrationLayout.choices {
      guard let place = best(slot, question, rows, in: frame) else { return }
      named.append(place)
    }
  }

  /// The best place by the rule of a slot; among equals the first in the pool's tie order.
  private func best(
    _ slot: Int, _ question: Question, _ rows: UnsafeBufferPointer<Int32>, in frame: borrowing Frame
  ) -> Int? {
    var (best, bestScore) = (-1, -Double.infinity)
    for place in 0..<rows.count where !isOut[place] && !named.contains(place) {
      let row = Int(rows[place])
      let score: Double
      switch slot {
      case 0: score = sight.bestFit(row, question.demand, question.dominant)
      case 2:
        let fit = sight.bestFit(row, question.demand, question.dominant)
        score = (question.hasDevices ? Double(lost[place]) : 0) + 1e-3 * fit
      default: score = -sight.load(row)
      }
      let isBefore =
        score > bestScore
        || score == bestScore && frame.pool.tieRank[row] < frame.pool.tieRank[Int(rows[best])]
      if isBefore { (best, bestScore) = (place, score) }
    }
    return best < 0 ? nil : best
  }
}
