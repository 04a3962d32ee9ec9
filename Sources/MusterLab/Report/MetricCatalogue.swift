/// The one list of metrics: what each name means, its unit and which way is better.
public enum MetricCatalogue {
  /// What a name stands for.
  ///
  /// `gpuAllocationPct@70` is found under `gpuAllocationPct@X`, whose X is a number. An unknown name is
  /// described by itself, without unit and direction, so that a new metric is shown before it is listed.
  public static func info(for name: String) -> MetricInfo {
    if let known = listed.first(where: { $0.name == name }) { return known }
    if let family = family(of: name) { return family }
    return MetricInfo(
      name: name, title: name, unit: "", direction: .none, group: .other,
      meaning: "Not in the catalogue of metrics.")
  }

  /// Whether a name is listed, or of a listed family.
  public static func contains(_ name: String) -> Bool {
    listed.contains { $0.name == name && !name.hasSuffix("@X") } || family(of: name) != nil
  }

  /// The place of a metric, or its family, in the list; unknown ones come last.
  static func position(of name: String) -> Int {
    let family = name.split(separator: "@").first.map { $0 + "@X" }
    return listed.firstIndex { $0.name == name || $0.name == family ?? "" } ?? listed.count
  }

  /// The metrics a report leads with, the first ones first, as far as a comparison has them.
  public static let headlines = [
    "gpuAllocationPct@100", "successBeforePct", "successAfterPct", "recoveredPct", "bestChoicePct",
    "goodputPct", "firstTokenP50Ms", "firstTokenP99Ms", "loadPeak", "prefixHitPct",
    "successPct", "solvedPct", "costPerTaskUSD", "costPerSuccessUSD", "rewardMean", "completionP99Ms",
    "placementP99Ms", "throughputPerS", "makespanS", "jain", "fragAmountPct@100",
  ]

  private static func family(of name: String) -> MetricInfo? {
    let parts = name.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, let at = Double(parts[1]), at.isFinite else { return nil }
    guard var info = listed.first(where: { $0.name == parts[0] + "@X" }) else { return nil }
    info.name = name
    info.title += ", \(parts[1]) % requested"
    info.meaning = info.meaning.split(separator: "X", omittingEmptySubsequences: false)
      .joined(separator: String(parts[1]))
    return info
  }

  /// All metrics, those of a family with `@X`.
  public static let listed: [MetricInfo] =
    allocation + outcome + cost + latency + utilisation + flow + wallClock

  private static let allocation = [
    entry(
      "gpuAllocationPct@X", "GPU allocated", "%", .higher, .allocation,
      "GPU in use over GPU capacity when the tasks that have arrived ask for X % of the capacity."),
    entry(
      "fragAmountPct@X", "GPU fragmented", "%", .lower, .allocation,
      "Idle GPU that typical tasks cannot use, over GPU capacity, when X % of the capacity has been asked for."
    ),
    entry(
      "fragRatioPct@X", "Idle GPU fragmented", "%", .lower, .allocation,
      "Idle GPU that typical tasks cannot use, over idle GPU, when X % of the capacity has been asked for."),
  ]

  private static let outcome = [
    entry(
      "successBeforePct", "Succeeded before the change", "%", .higher, .outcome,
      "Tasks that succeeded, over those that came before the agents changed."),
    entry(
      "successAfterPct", "Succeeded after the change", "%", .higher, .outcome,
      "Tasks that succeeded, over those that came after the agents changed."),
    entry(
      "recoveredPct", "Recovered", "%", .higher, .outcome,
      "100 where, after a drop of at least 8 points, the success of the last 50 tasks kept at 90 % of its level before the change for 50 tasks, and did not fall below it for as long again."
    ),
    entry(
      "regainedPct", "Regained what can be had", "%", .higher, .outcome,
      "100 where the success of the last 50 tasks kept at 90 % of what the best agents can do after the change for 50 tasks, and did not fall below it for as long again."
    ),
    entry(
      "bestChoicePct", "Best agent chosen", "%", .higher, .outcome,
      "Tasks given to an agent as likely to succeed as any, over those that came when a policy should have settled after the change."
    ),
    entry("successPct", "Succeeded", "%", .higher, .outcome, "Tasks that succeeded, over all tasks."),
    entry(
      "solvedPct", "Solved", "%", .higher, .outcome,
      "Tasks whose last answer is right, whatever the verifier said of it, over all tasks."),
    entry("failedPct", "Failed", "%", .lower, .outcome, "Tasks that failed for good, over all tasks."),
    entry(
      "rejectedPct", "Rejected", "%", .lower, .outcome, "Tasks turned away on arrival, over all tasks."),
    entry(
      "expiredPct", "Expired", "%", .lower, .outcome, "Tasks whose deadline passed first, over all tasks."),
  ]

  private static let cost = [
    entry("costPerTaskUSD", "Cost per task", "USD", .lower, .cost, "Money spent over all tasks."),
    entry(
      "costPerSuccessUSD", "Cost per success", "USD", .lower, .cost,
      "Money spent, on failures too, over the tasks that succeeded."),
    entry(
      "calledOffPct", "Spent on runs called off", "%", .lower, .cost,
      "Money spent on runs that were called off because others had decided their task, over all money spent."),
    entry("rewardMean", "Reward", "", .higher, .cost, "Mean reward of a finished task."),
  ]

  private static let latency = [
    entry(
      "firstTokenP50Ms", "First token, median", "ms", .lower, .latency,
      "From a request's arrival to the first token of its answer, median of those that succeeded."),
    entry(
      "firstTokenP99Ms", "First token, p99", "ms", .lower, .latency,
      "From a request's arrival to the first token of its answer, 99th percentile of those that succeeded."),
    entry(
      "goodputPct", "Answered in time", "%", .higher, .latency,
      "Requests that succeeded and got their first token within the service level, over all requests."),
    entry(
      "goodputPerS", "Goodput", "1/s", .higher, .latency,
      "Requests a second of virtual time that succeeded and got their first token within the service level."),
    entry(
      "placementMeanMs", "Placement, mean", "ms", .lower, .latency,
      "From a task's arrival to its first placement, mean."),
    entry(
      "placementP50Ms", "Placement, median", "ms", .lower, .latency,
      "From a task's arrival to its first placement, median."),
    entry(
      "placementP99Ms", "Placement, p99", "ms", .lower, .latency,
      "From a task's arrival to its first placement, 99th percentile."),
    entry(
      "completionMeanMs", "Completion, mean", "ms", .lower, .latency,
      "From a task's arrival to its end, mean."),
    entry(
      "completionP50Ms", "Completion, median", "ms", .lower, .latency,
      "From a task's arrival to its end, median."),
    entry(
      "completionP99Ms", "Completion, p99", "ms", .lower, .latency,
      "From a task's arrival to its end, 99th percentile."),
  ]

  private static let utilisation = [
    entry(
      "cpuUtilisationPct", "CPU utilisation", "%", .higher, .utilisation,
      "CPU in use over CPU capacity, averaged over time."),
    entry(
      "memoryUtilisationPct", "Memory utilisation", "%", .higher, .utilisation,
      "Memory in use over memory capacity, averaged over time."),
    entry(
      "gpuUtilisationPct", "GPU utilisation", "%", .higher, .utilisation,
      "GPU in use over GPU capacity, averaged over time."),
    entry(
      "slotUtilisationPct", "Slot utilisation", "%", .higher, .utilisation,
      "Agent slots in use over all slots, averaged over time."),
    entry(
      "jain", "Jain's fairness", "", .higher, .utilisation,
      "Jain's index over the tenants: 1 when all fare alike, 1/n when one of n has everything."),
    entry(
      "loadCV", "Load imbalance", "", .lower, .utilisation,
      "Standard deviation of the agents' loads over their mean, averaged over time."),
    entry(
      "loadPeak", "Largest load over mean", "", .lower, .utilisation,
      "The largest of the agents' loads over their mean, averaged over time."),
    entry(
      "prefixHitPct", "Prefix hits", "%", .higher, .utilisation,
      "Blocks of prompts that were in the cache of the endpoint they were sent to, over all blocks."),
  ]

  private static let flow = [
    entry(
      "makespanS", "Makespan", "s", .lower, .flow, "From the first arrival to the last end, virtual time."),
    entry(
      "throughputPerS", "Throughput", "tasks/s", .higher, .flow, "Finished tasks a second of virtual time."),
    entry("preemptions", "Preemptions", "", .lower, .flow, "Running tasks taken off their agent."),
    entry(
      "requeues", "Requeues", "", .lower, .flow,
      "Tasks put back into the queue after a lost lease or failure."),
  ]

  private static let wallClock = [
    entry(
      "decisionP50Us", "Decision, median", "µs", .lower, .wallClock,
      "Time to decide one batch on this machine, median."),
    entry(
      "decisionP99Us", "Decision, p99", "µs", .lower, .wallClock,
      "Time to decide one batch on this machine, 99th percentile."),
    entry(
      "decisionsPerS", "Decisions", "1/s", .higher, .wallClock, "Decisions a second on this machine."),
    entry("wallS", "Run", "s", .lower, .wallClock, "How long the run took on this machine."),
  ]

  private static func entry(
    _ name: String, _ title: String, _ unit: String, _ direction: MetricDirection, _ group: MetricGroup,
    _ meaning: String
  ) -> MetricInfo {
    MetricInfo(name: name, title: title, unit: unit, direction: direction, group: group, meaning: meaning)
  }
}
