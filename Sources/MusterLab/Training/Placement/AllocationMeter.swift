import MusterCore

/// Measures what share of a pool's devices is in use when tasks that ask for all of them have arrived: FGD's
/// headline (Weng et al., ATC'23), the mean over the events whose arrived share rounds to 100 %. O(1) an event.
struct AllocationMeter: RunObserver {
  /// Thousandths of devices that the pool has.
  private let capacity: Double
  private var arrived = 0.0
  private var used = 0.0
  private var sum = 0.0
  private var count = 0

  init(capacity: Int64) { self.capacity = Double(capacity) }

  /// In percent of the pool's devices; of what is in use at the end, where fewer arrived.
  var allocation: Double {
    count > 0 ? sum / Double(count) : capacity > 0 ? 100 * used / capacity : 0
  }

  mutating func stepped(_ facts: [Fact], _ engine: Engine, at now: Instant) {
    var hasArrived = false
    for fact in facts {
      switch fact.event {
      case .submitted(let task):
        arrived += Double(task.demand.devices.totalMilli)
        hasArrived = true
      case .leased(let lease):
        guard let row = engine.tasks.row(of: lease.task) else { continue }
        used += Double(engine.tasks.specs[row].demand.devices.totalMilli)
      default: break
      }
    }
    guard hasArrived, capacity > 0, (100 * arrived / capacity).rounded() == 100 else { return }
    sum += 100 * used / capacity
    count += 1
  }
}
