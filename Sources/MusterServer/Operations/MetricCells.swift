import Metrics
import Synchronization

/// A count that only grows.
final class CounterCell: CounterHandler {
  private let count = Atomic<Int64>(0)

  var value: Int64 { count.load(ordering: .relaxed) }

  func increment(by amount: Int64) { count.wrappingAdd(amount, ordering: .relaxed) }
  func increment() { increment(by: 1) }
  func reset() { count.store(0, ordering: .relaxed) }
}

/// A value that goes up and down.
final class GaugeCell: MeterHandler, RecorderHandler {
  private let state = Mutex(0.0)

  var value: Double { state.withLock { $0 } }

  func set(_ value: Int64) { set(Double(value)) }
  func set(_ value: Double) { state.withLock { $0 = value } }
  func increment(by amount: Double) { state.withLock { $0 += amount } }
  func decrement(by amount: Double) { state.withLock { $0 -= amount } }
  func record(_ value: Int64) { set(Double(value)) }
  func record(_ value: Double) { set(value) }
}

/// A histogram; timers are in seconds.
final class HistogramCell: TimerHandler, RecorderHandler {
  let histogram = Histogram()

  func record(_ value: Int64) { histogram.observe(Double(value)) }
  func record(_ value: Double) { histogram.observe(value) }
  func recordNanoseconds(_ duration: Int64) { histogram.observe(Double(duration) / 1e9) }
}
