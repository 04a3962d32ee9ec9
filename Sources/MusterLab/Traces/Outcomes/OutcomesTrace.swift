import MusterCore

/// What real agents did on the tasks of a benchmark, every agent on every task: resolved or not, at what
/// cost.
///
/// Tasks come once each, in an order drawn by the seed. An agent's price a task is the most that any of its
/// runs cost, so that a reservation never cuts a recorded cost off; its one feature is the mean cost in US
/// dollars, which is what a buyer would know. The reward is 1 for a resolved task and 0 for any other. A task
/// that not every agent tried is left out. A task's kind is the part of its name before the last hyphen, the
/// repository in SWE-bench.
public struct OutcomesTrace: Trace {
  static let turnSeconds = TraceKey.number(
    "turn-seconds", 10, in: 0...1_000_000,
    "how long a turn takes, seconds (declared; the data count turns only)")

  static let scheme = TraceScheme(
    name: "outcomes", summary: "recorded outcomes of real agents, every agent on every task",
    path: .needed("an outcomes.csv with agent, task, resolved, cost_usd, turns"),
    parameters: [
      OutcomeKeys.attempts.parameter, turnSeconds.parameter, OutcomeKeys.gap.parameter,
      OutcomeKeys.limit.parameter, OutcomeKeys.half.parameter, OutcomeKeys.split.parameter,
      OutcomeKeys.verifierError.parameter, OutcomeKeys.verifierStrength.parameter,
      OutcomeKeys.progressError.parameter, OutcomeKeys.agents.parameter,
      OutcomeKeys.rule.parameter, OutcomeKeys.reserve.parameter, OutcomeKeys.doubt.parameter,
      OutcomeKeys.wrong.parameter,
    ],
    example: "outcomes:data/swebench-agents/outcomes.csv?attempts=3",
    source: "SWE-bench/swe-bench.github.io, SWE-bench Verified; seconds a turn declared",
    licence: "CC BY-NC 4.0"
  ) { try OutcomesTrace($0) }

  public let spec: String
  private let table: OutcomeTable
  private let world: OutcomeWorld
  private let agents: [Agent]
  private let order: OutcomeOrder
  private let vocabulary: Vocabulary
  private let tasks: [Task]

  /// Reads the file. Throws ``TraceSpecError`` or ``TraceError``.
  public init(_ spec: TraceSpec) throws {
    self.spec = spec.text
    let turn = try spec.value(Self.turnSeconds)
    table = try OutcomeTable(path: spec.path)
    let cells = table.cells.map { cell in
      OutcomeWorld.Cell(
        succeeded: cell.resolved, cost: cell.cost, duration: saturatedNanoseconds(Double(cell.turns) * turn),
        turns: Int32(clamping: cell.turns))
    }
    let verifier = try OutcomeVerifier(spec)
    let rule = try spec.value(OutcomeKeys.rule).rule
    let first = try spec.value(OutcomeKeys.agents)
    let count = min(first + (try spec.value(OutcomeKeys.reserve)), Ask.limit)
    let isVoting = count > 1 && rule != .race
    world = OutcomeWorld(
      cells: cells, agents: table.agents.count,
      verifierError: verifier.error, verifierStrength: verifier.strength,
      progressError: try spec.value(OutcomeKeys.progressError),
      voting: isVoting ? OutcomeWorld.Voting(wrongAnswers: try spec.value(OutcomeKeys.wrong)) : nil)
    var order = try OutcomeOrder(spec, longest: cells.reduce(0) { max($0, $1.duration) })
    if count > 1 {
      order.ask = (rule, first, count, count > first ? try spec.value(OutcomeKeys.doubt) : .infinity)
    }
    self.order = order
    var agents: [Agent] = []
    for (index, name) in table.agents.enumerated() {
      let costs = stride(from: index, to: cells.count, by: table.agents.count).map { cells[$0].cost }
      let mean = costs.reduce(0.0) { $0 + Double($1) } / Double(max(costs.count, 1))
      agents.append(
        Agent(
          id: AgentID(UInt64(index)), name: name, price: Price(perTask: costs.max() ?? 0),
          features: [Float(mean * 1e-6)]))
    }
    self.agents = agents
    var vocabulary = Vocabulary()
    var tasks: [Task] = []
    for (index, name) in table.tasks.enumerated() {
      let kind = try vocabulary.index(
        of: Self.kind(of: name), in: .kind, from: spec.path, line: 0, column: "task")
      tasks.append(Task(id: TaskID(UInt64(index) + 1), kind: KindID(kind), payload: name))
    }
    self.vocabulary = vocabulary
    self.tasks = tasks
  }

  /// `django__django` of `django__django-11099`; `default` for a name without a hyphen.
  private static func kind(of task: String) -> String {
    guard let hyphen = task.lastIndex(of: "-"), hyphen > task.startIndex else { return "default" }
    return String(task[..<hyphen])
  }

  public var summary: String {
    "\(table.tasks.count) tasks as \(table.agents.count) agents did them; "
      + "\(table.leftOut) that not every agent tried are left out"
  }

  public func workload(seed: UInt64) -> Workload {
    var workload = Workload(world: world)
    workload.define(vocabulary)
    workload.agents = agents
    workload.arrivals = order.arrivals(tasks, seed: seed)
    workload.engine.taskLimit = max(workload.engine.taskLimit, tasks.count)
    return workload
  }
}
