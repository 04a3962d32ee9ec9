import MusterCore

/// The pods of openb in the order in which they came, and how long each stayed.
struct OpenbTimeline: Sendable {
  /// Pods by their place in the list sorted by name, in the order of creation; those of one second by name.
  private let order: [Int]
  /// Since the first creation, in the order of `order`.
  private let times: [Instant]
  /// From placement (creation, where there was none) to deletion, in the order of `order`; forever for pods
  /// that the trace does not see the end of.
  let durations: [Nanoseconds]

  /// Throws where a pod has no time of creation.
  init(_ data: OpenbData, file: String, speedup: Double) throws(TraceError) {
    var created: [Int64] = []
    for pod in data.pods {
      guard let time = pod.created else {
        throw TraceError(
          .missingColumn, file: file, column: .name("creation_time"), found: "none for \(pod.name)",
          expected: "seconds, since mode is timeline")
      }
      created.append(time)
    }
    let first = created.min() ?? 0
    order = data.pods.indices.sorted { created[$0] != created[$1] ? created[$0] < created[$1] : $0 < $1 }
    times = order.map { Instant(saturatedNanoseconds(Double(created[$0] - first) / speedup)) }
    durations = order.map { row in
      let pod = data.pods[row]
      guard let deleted = pod.deleted else { return Task.forever }
      return saturatedNanoseconds(Double(deleted - (pod.placed ?? created[row])) / speedup)
    }
  }

  /// One task an arrival, task ids from 1 in this order.
  func arrivals(_ data: OpenbData) -> [Workload.Arrival] {
    order.indices.map { index in
      let pod = data.pods[order[index]]
      return Workload.Arrival(
        at: times[index], tasks: [Task(id: TaskID(UInt64(index) + 1), kind: pod.kind, demand: pod.demand)])
    }
  }
}
