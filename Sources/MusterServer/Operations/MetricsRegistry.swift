import Metrics
import Synchronization

/// The metrics of the process, as a backend of swift-metrics that Prometheus can read.
///
/// A label of swift-metrics is the name of a family and its dimensions are the labels. The first use of a name says
/// what it is; a use as something else is counted nowhere.
public final class MetricsRegistry: MetricsFactory {
  private enum Cell {
    case counter(CounterCell)
    case gauge(GaugeCell)
    case histogram(HistogramCell)

    var kind: PrometheusText.Kind {
      switch self {
      case .counter: .counter
      case .gauge: .gauge
      case .histogram: .histogram
      }
    }
  }

  private struct Series {
    let labels: [(String, String)]
    let cell: Cell
  }

  private struct Family {
    let kind: PrometheusText.Kind
    var series: [String: Series] = [:]
  }

  private struct State {
    var families: [String: Family] = [:]
    var helps: [String: String] = [:]
  }

  private let state = Mutex(State())

  public init() {}

  /// Says what a family is about.
  public func describe(_ name: String, _ help: String) {
    state.withLock { $0.helps[PrometheusText.name(name)] = help }
  }

  /// Writes all families in the order of their names.
  func write(to text: inout PrometheusText) {
    let (families, helps) = state.withLock { ($0.families, $0.helps) }
    for (name, family) in families.sorted(by: { $0.key < $1.key }) {
      text.family(name, family.kind, helps[name] ?? name)
      for (_, series) in family.series.sorted(by: { $0.key < $1.key }) {
        switch series.cell {
        case .counter(let cell): text.sample(name, series.labels, Double(cell.value))
        case .gauge(let cell): text.sample(name, series.labels, cell.value)
        case .histogram(let cell): text.histogram(name, series.labels, cell.histogram.reading)
        }
      }
    }
  }

  private func cell(_ label: String, _ dimensions: [(String, String)], _ make: () -> Cell) -> Cell {
    let name = PrometheusText.name(label)
    let key = dimensions.map { "\($0.0.utf8.count):\($0.0)=\($0.1)" }.joined(separator: "\u{1f}")
    return state.withLock { state in
      if let cell = state.families[name]?.series[key]?.cell { return cell }
      let cell = make()
      if state.families[name] == nil { state.families[name] = Family(kind: cell.kind) }
      if state.families[name]?.kind == cell.kind {
        state.families[name]?.series[key] = Series(labels: dimensions, cell: cell)
      }
      return cell
    }
  }

  // MARK: MetricsFactory

  public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
    counter(label, dimensions)
  }

  func counter(_ label: String, _ dimensions: [(String, String)]) -> CounterCell {
    if case .counter(let cell) = cell(label, dimensions, { .counter(CounterCell()) }) { return cell }
    return CounterCell()
  }

  func gauge(_ label: String, _ dimensions: [(String, String)]) -> GaugeCell {
    if case .gauge(let cell) = cell(label, dimensions, { .gauge(GaugeCell()) }) { return cell }
    return GaugeCell()
  }

  func histogram(_ label: String, _ dimensions: [(String, String)]) -> HistogramCell {
    if case .histogram(let cell) = cell(label, dimensions, { .histogram(HistogramCell()) }) { return cell }
    return HistogramCell()
  }

  public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
    gauge(label, dimensions)
  }

  public func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool)
    -> any RecorderHandler
  {
    aggregate ? histogram(label, dimensions) : gauge(label, dimensions)
  }

  public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
    histogram(label, dimensions)
  }

  // Families stay until the process ends: a counter that goes would look like a restart.
  public func destroyCounter(_ handler: any CounterHandler) {}
  public func destroyMeter(_ handler: any MeterHandler) {}
  public func destroyRecorder(_ handler: any RecorderHandler) {}
  public func destroyTimer(_ handler: any TimerHandler) {}
}
