import MusterCore
import MusterMath

/// How long callers wait for the first token of an answer, and how many get it in time. An answer begins when its
/// try starts; of a task that was tried again the last try counts.
struct ServiceMeter: Sendable {
  private let level: Workload.ServiceLevel
  private let first: UInt64
  /// By task, when its last try started.
  private var starts: [Instant?]
  private var waits = QuantileSketch()
  private var inTime = 0

  /// Tasks must have ids that follow on each other in the order of arrival.
  init(_ level: Workload.ServiceLevel, workload: Workload) {
    self.level = level
    first = workload.arrivals.first?.tasks.first?.id.rawValue ?? 0
    starts = Array(repeating: nil, count: workload.taskCount)
  }

  mutating func started(_ task: TaskID, at now: Instant) {
    let number = Int(truncatingIfNeeded: task.rawValue &- first)
    if starts.indices.contains(number) { starts[number] = now }
  }

  mutating func succeeded(_ task: TaskID, since arrival: Instant) {
    let number = Int(truncatingIfNeeded: task.rawValue &- first)
    guard starts.indices.contains(number), let start = starts[number] else { return }
    waits.add(Double(start - arrival) * 1e-6)
    if start - arrival <= level.firstToken { inTime += 1 }
  }

  func metrics(submitted: Double, seconds: Double) -> [MetricValue] {
    [
      MetricValue("firstTokenP50Ms", waits.quantile(0.5) ?? .nan),
      MetricValue("firstTokenP99Ms", waits.quantile(0.99) ?? .nan),
      MetricValue("goodputPct", submitted > 0 ? 100 * Double(inTime) / submitted : .nan),
      MetricValue("goodputPerS", seconds > 0 ? Double(inTime) / seconds : .nan),
    ]
  }
}
