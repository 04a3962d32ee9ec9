import MusterCore
import MusterMath

extension OpenbData {
  /// The typical pods of FGD (Weng et al., ATC'23): the most frequent demands that cover 95 % of the pods of
  /// the original list, with their shares.
  ///
  /// Pods are grouped by processors, GPU share, GPUs and the text of `gpu_spec`, and sorted by count and then
  /// by these, all descending: groups that mean the same set of models stay apart, as published. Cost: O(n
  /// log n).
  var typicalPods: DemandMix {
    var groups: [Group] = []
    for pod in pods.sorted(by: { Group($0) < Group($1) }) {
      let group = Group(pod)
      if let last = groups.last, last.hasKey(of: group) {
        groups[groups.count - 1].count += 1
      } else {
        groups.append(group)
      }
    }
    groups.sort { $1 < $0 }
    let total = Double(pods.count)
    // 95 * n / 100 and not 0.95 * n, to round as published.
    let wanted = 95 * total / 100
    var covered = 0.0
    var taken = 0
    while taken < groups.count, covered < wanted {
      covered += Double(groups[taken].count)
      taken += 1
    }
    var version: UInt64 = 0
    let entries = groups[..<taken].map { group in
      // Two divisions, as published: the last bit counts.
      let share = Double(group.count) / total / (covered / total)
      version = Mix.hash(version, share.bitPattern, UInt64(group.cpuMilli))
      return DemandMix.Entry(demand: group.demand, share: share)
    }
    return DemandMix(entries: entries, version: max(version, 1))
  }
}

/// Pods that ask for the same.
private struct Group: Comparable {
  var count = 1
  var cpuMilli: Int64
  var milliEach: Int16
  var gpus: UInt8
  var models: String
  var demand: Demand

  init(_ pod: OpenbPod) {
    cpuMilli = pod.demand.resources.cpuMilli
    milliEach = pod.demand.devices.milliEach
    gpus = pod.demand.devices.count
    models = pod.models
    // Memory is not part of what is typical.
    demand = Demand(
      resources: Resources(cpuMilli: cpuMilli), devices: pod.demand.devices, models: pod.demand.models)
  }

  func hasKey(of other: Group) -> Bool {
    cpuMilli == other.cpuMilli && milliEach == other.milliEach && gpus == other.gpus && models == other.models
  }

  static func < (a: Group, b: Group) -> Bool {
    if a.count != b.count { return a.count < b.count }
    if a.cpuMilli != b.cpuMilli { return a.cpuMilli < b.cpuMilli }
    if a.milliEach != b.milliEach { return a.milliEach < b.milliEach }
    if a.gpus != b.gpus { return a.gpus < b.gpus }
    return a.models < b.models
  }
}
