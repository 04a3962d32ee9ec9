/// What `generated` can be asked, with the values that real traces suggest.
///
/// Fitted here means: measured on the files that the project's data notes name. openb is Alibaba's GPU trace
/// of 2023 (8,152 pods of `pods_default.csv`); google2011 is Google's cluster trace (138,416 submissions in
/// 4.2 hours). What says declared follows from no trace.
struct GeneratedSettings: Sendable {
  static let tasks = TraceKey.whole("tasks", 10_000, in: 1...5_000_000, "tasks in all")
  static let agents = TraceKey.whole(
    "agents", 32, in: 1...100_000, "agents; their types are mixed as in openb")
  static let pool = TraceKey.whole(
    "pool", 1, in: 0...Int(Int32.max),
    "which pool: speeds, prices, skills and success rates; the same for all seeds")
  static let tenants = TraceKey.whole(
    "tenants", 8, in: 1...10_000, "tenants; the n-th asks for 1/n^0.84 (fitted to google2011's users)")
  static let kinds = TraceKey.whole(
    "kinds", 6, in: 1...1000, "kinds of task; the n-th has a share of 1/n^0.84")
  static let skills = TraceKey.whole(
    "skills", 4, in: 0...64,
    "skills; a kind needs one or none, an agent has each with probability 0.6 (declared)")
  static let arrivals = TraceKey.choice(
    "arrivals", ArrivalProcess.bursty,
    "poisson; bursty: gaps of two rates 1:8, variation 1.6 (google2011 jobs 1.56, openb 1.72); diurnal: by the hour as openb"
  )
  static let load = TraceKey.number(
    "load", 0.7, in: 0.01...100, "offered work over capacity in the scarcest resource; above 1 queues grow")
  static let durations = TraceKey.choice(
    "durations", DurationLaw.Shape.lognormal,
    "how sizes spread inside a kind: lognormal, or pareto with bounds")
  static let median = TraceKey.number(
    "median", 485, in: 0.001...10_000_000,
    "median size, seconds on an agent of speed 1 (openb 485, google2011 370)")
  static let sigma = TraceKey.number(
    "sigma", 1.9, in: 0...4, "lognormal: deviation of the logarithm of sizes (openb 1.94, google2011 1.84)")
  static let tail = TraceKey.number(
    "tail", 0.77, in: 0.1...10, "pareto: index of the tail (openb 0.77, by Hill's estimator on the top 10 %)")
  static let longest = TraceKey.number(
    "longest", 100_000, in: 0.001...100_000_000, "greatest size, seconds (openb: 99 % are below 94,573)")
  static let gpu = TraceKey.number(
    "gpu", 0.867, in: 0...1,
    "share of tasks that want GPUs; shapes and their shares are those of openb, quantised")
  static let priorities = TraceKey.whole(
    "priorities", 3, in: 1...100,
    "priorities from 0 up; 3 are mixed as in google2011 (41 : 38.5 : 20.5), others equally")
  static let gangs = TraceKey.number("gangs", 0.02, in: 0...1, "share of arrivals that are gangs (declared)")
  static let gangSize = TraceKey.whole("gang-size", 4, in: 2...8, "most members of a gang; at least 2")
  static let graphs = TraceKey.number(
    "graphs", 0.05, in: 0...1, "share of arrivals that are graphs of dependent tasks (declared)")
  static let graphSize = TraceKey.whole("graph-size", 6, in: 2...1000, "most tasks of a graph; at least 2")
  static let success = TraceKey.number(
    "success", 0.92, in: 0.01...0.999,
    "chance that a try succeeds, in the middle (google2011: finished / (finished + failed))")
  static let spread = TraceKey.number(
    "spread", 1, in: 0...5, "how much agents differ by kind: deviation of the log-odds of success (declared)")
  static let deadlines = TraceKey.number(
    "deadlines", 0.1, in: 0...1, "share of single tasks with a deadline (declared)")
  static let slack = TraceKey.number(
    "slack", 10, in: 0.1...10_000, "deadline: mean time until it, in multiples of the task's size (declared)")
  static let budgets = TraceKey.number(
    "budgets", 0.1, in: 0...1,
    "share of single tasks with a budget: 1 to 3 tries at the pool's median price (declared)")
  static let tenantBudget = TraceKey.number(
    "tenant-budget", else: "unlimited", in: 0...1_000_000_000, "budget of each tenant, US dollars")
  static let patience = TraceKey.number(
    "patience", else: "forever; 3600 where there is a budget", in: 0...100_000_000,
    "how long a task waits to be placed, seconds; 0: one attempt")

  static let parameters: [TraceParameter] = [
    tasks.parameter, agents.parameter, load.parameter, arrivals.parameter, durations.parameter,
    median.parameter,
    sigma.parameter, tail.parameter, longest.parameter, gpu.parameter, tenants.parameter, kinds.parameter,
    skills.parameter, success.parameter, spread.parameter, pool.parameter, priorities.parameter,
    gangs.parameter,
    gangSize.parameter, graphs.parameter, graphSize.parameter, deadlines.parameter, slack.parameter,
    budgets.parameter, tenantBudget.parameter, patience.parameter,
  ]

  var tasks, agents, pool, tenants, kinds, skills, priorities, gangSize, graphSize: Int
  var arrivals: ArrivalProcess
  var durations: DurationLaw
  var load, gpu, gangs, graphs, success, spread, deadlines, slack, budgets: Double
  var tenantBudget, patience: Double?

  init(_ spec: TraceSpec) throws(TraceSpecError) {
    tasks = try spec.value(Self.tasks)
    agents = try spec.value(Self.agents)
    pool = try spec.value(Self.pool)
    tenants = try spec.value(Self.tenants)
    kinds = try spec.value(Self.kinds)
    skills = try spec.value(Self.skills)
    priorities = try spec.value(Self.priorities)
    gangSize = try spec.value(Self.gangSize)
    graphSize = try spec.value(Self.graphSize)
    arrivals = try spec.value(Self.arrivals)
    load = try spec.value(Self.load)
    gpu = try spec.value(Self.gpu)
    gangs = try spec.value(Self.gangs)
    graphs = try spec.value(Self.graphs)
    success = try spec.value(Self.success)
    spread = try spec.value(Self.spread)
    deadlines = try spec.value(Self.deadlines)
    slack = try spec.value(Self.slack)
    budgets = try spec.value(Self.budgets)
    tenantBudget = try spec.value(Self.tenantBudget)
    patience = try spec.value(Self.patience)
    durations = DurationLaw(
      shape: try spec.value(Self.durations), median: try spec.value(Self.median),
      sigma: try spec.value(Self.sigma),
      tail: try spec.value(Self.tail), longest: try spec.value(Self.longest))
    guard durations.median < durations.longest else {
      throw spec.clash(Self.longest, expected: "more than the median, \(plain(durations.median))")
    }
    guard gangs + graphs <= 1 else {
      throw spec.clash(Self.graphs, expected: "at most 1 together with gangs, \(plain(gangs))")
    }
  }
}
