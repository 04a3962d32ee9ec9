import MusterCore
import MusterMath

/// The prices of `balance`, and what the decisions of the round under way have brought, by row of the pool seen last;
/// agents of other pools are kept aside. O(1) a look-up; O(agents) when another pool comes up.
struct BalanceBook: Sendable {
  struct Entry: Sendable {
    var id: UInt64
    var price: Double
    /// What the agent should have got in the round: of each decision in which it was a candidate an even part.
    var even = 0.0
    /// What it got.
    var load = 0.0
  }

  private var ids: [UInt64] = []
  private(set) var prices: [Double] = []
  private(set) var evens: [Double] = []
  private(set) var loads: [Double] = []
  private var absent: [Entry] = []
  /// Whether the round has brought anything yet.
  private(set) var isUnderWay = false
  private var identity = PoolIdentity()

  init() {}

  var isEmpty: Bool { ids.isEmpty && absent.isEmpty }

  /// Has the rows of the frame's pool. Agents that were never seen begin at the mean price, so that they are neither
  /// flooded nor starved.
  mutating func sync(_ frame: borrowing Frame) {
    if identity.isNew(frame) {
      absent = entries
      (ids, prices, evens, loads) = ([], [], [], [])
    }
    for row in ids.count..<frame.pool.count {
      let id = frame.pool.agents[row].id.rawValue
      if let place = absent.firstIndex(where: { $0.id == id }) {
        append(absent.remove(at: place))
      } else {
        let mean = prices.isEmpty ? 0 : prices.reduce(0, +) / Double(prices.count)
        append(Entry(id: id, price: mean))
      }
    }
  }

  private mutating func append(_ entry: Entry) {
    ids.append(entry.id)
    prices.append(entry.price)
    evens.append(entry.even)
    loads.append(entry.load)
  }

  /// Counts a decision: an even part for each candidate, the whole for the one chosen. O(agents), many at a time.
  ///
  /// - Parameter share: the even part.
  mutating func note(_ scores: UnsafeBufferPointer<Float>, share: Double, chosen: Int) {
    isUnderWay = true
    evens.withUnsafeMutableBufferPointer { evens in
      for row in 0..<min(scores.count, evens.count) { evens[row] += scores[row] > -.infinity ? share : 0 }
    }
    loads[chosen] += 1
  }

  /// Ends the round: every price moves by what `step` makes of the agent's lack.
  mutating func endRound(_ step: (_ lack: Double) -> Double) {
    isUnderWay = false
    for row in prices.indices {
      prices[row] += step(evens[row] - loads[row])
      evens[row] = 0
      loads[row] = 0
    }
    for place in absent.indices {
      absent[place].price += step(absent[place].even - absent[place].load)
      absent[place].even = 0
      absent[place].load = 0
    }
  }

  /// A round of one decision, from beginning to end: the same as ``note(_:share:chosen:)`` and ``endRound(_:)``, to the
  /// bit, in one pass.
  mutating func settle(
    _ scores: UnsafeBufferPointer<Float>, share: Double, chosen: Int, _ step: (_ lack: Double) -> Double
  ) {
    let (candidate, other, winner) = (step(share), step(0), prices[chosen] + step(share - 1))
    prices.withUnsafeMutableBufferPointer { prices in
      guard let prices = prices.baseAddress, let from = scores.baseAddress else { return }
      // Without bounds and branches, so that the compiler takes many at a time.
      for row in 0..<scores.count { prices[row] += from[row] > -.infinity ? candidate : other }
      prices[chosen] = winner
    }
    for place in absent.indices { absent[place].price += other }
  }

  /// All that is known, rows first.
  var entries: [Entry] {
    ids.indices.map { Entry(id: ids[$0], price: prices[$0], even: evens[$0], load: loads[$0]) } + absent
  }

  /// Adds prices that were learned elsewhere.
  mutating func merge(_ others: [Entry]) {
    for other in others {
      if let row = ids.firstIndex(of: other.id) {
        prices[row] += other.price
      } else if let place = absent.firstIndex(where: { $0.id == other.id }) {
        absent[place].price += other.price
      } else {
        absent.append(Entry(id: other.id, price: other.price))
      }
    }
  }

  /// - Parameter entries: with ids that are all different.
  init(_ entries: [Entry]) {
    absent = entries
    isUnderWay = entries.contains { $0.even != 0 || $0.load != 0 }
  }
}
