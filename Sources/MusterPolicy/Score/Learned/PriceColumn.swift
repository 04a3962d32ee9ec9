import MusterCore
import MusterMath

/// The prices of the agents of a pool, on a logarithmic scale about their mean: what is known of an agent before it
/// was ever tried.
struct PriceColumn: Sendable {
  /// Where a price is from.
  enum Origin: String, Sendable, CaseIterable {
    /// The agent's first feature, a usual cost; the quote where it has none above zero.
    case feature
    /// The most that a try of the task can cost.
    case quote
  }

  var origin: Origin
  /// Dollars, by row of the pool.
  private(set) var dollars: [Double] = []
  /// The logarithm, by row, less the mean over all rows; zeros where all are free.
  private(set) var logarithms: [Double] = []

  /// Prices below this share of the dearest count as it, so that agents for nothing do not tilt every line.
  private static let least = 1e-3
  /// No price is above this: sums stay finite.
  private static let greatest = 1e12

  init(_ origin: Origin) { self.origin = origin }

  /// Reads the prices for a task. O(agents), about 20 ns each.
  mutating func update(for task: Int, in frame: borrowing Frame) {
    dollars.removeAll(keepingCapacity: true)
    logarithms.removeAll(keepingCapacity: true)
    var dearest = 0.0
    for row in 0..<frame.pool.count {
      var price = Double(frame.quote(task: task, agent: row)) * 1e-6
      if origin == .feature, let feature = frame.pool.agents[row].features.first, feature > 0 {
        price = Double(feature)
      }
      price = min(price, Self.greatest)
      dollars.append(price)
      dearest = max(dearest, price)
    }
    guard dearest > 0 else {
      for _ in dollars { logarithms.append(0) }
      return
    }
    var sum = 0.0
    for price in dollars {
      let logarithm = Portable.log(max(price, dearest * Self.least))
      logarithms.append(logarithm)
      sum += logarithm
    }
    let mean = sum / Double(dollars.count)
    for row in logarithms.indices { logarithms[row] -= mean }
  }

  /// The parameter of words that look at prices.
  static let parameter = Parameter(
    "price", .choice(Origin.allCases.map(\.rawValue)), standard: .name(Origin.feature.rawValue),
    meaning:
      "feature: the agent's first feature, a usual cost, where it has one; quote: the most a try can cost."
  )
}
