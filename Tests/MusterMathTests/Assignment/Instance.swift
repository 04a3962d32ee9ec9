import MusterMath

/// Instances that are generated alike here and by Tests/Golden/instances.py, from a seed.
enum Instance {
  /// splitmix64.
  struct Draws {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9e37_79b9_7f4a_7c15
      return Mix.mix64(state)
    }

    mutating func below(_ n: UInt64) -> Int { Int(next() % n) }
  }

  struct Matrix {
    var rows: Int
    var columns: Int
    var costs: [Double]
  }

  static func assignment(_ seed: Int) -> Matrix {
    var draws = Draws(state: UInt64(seed))
    let kind = seed % 8
    let short = 1 + draws.below(40)
    let long = short + 1 + draws.below(40)
    let shape = kind < 3 ? kind : draws.below(3)
    let (rows, columns) = [(short, short), (short, long), (long, short)][shape]
    var matrix = Matrix(rows: rows, columns: columns, costs: [])
    for _ in 0..<rows * columns { matrix.costs.append(cost(kind, &draws)) }
    return matrix
  }

  private static func cost(_ kind: Int, _ draws: inout Draws) -> Double {
    switch kind {
    case 0, 1, 2: return Mix.unit(draws.next())
    case 3:
      let value = Double(draws.below(1000))
      return draws.below(3) == 0 ? .infinity : value
    case 4:
      let value = Double(draws.below(1000))
      return draws.below(6) == 0 ? value : .infinity
    case 5: return Double(draws.below(4))
    case 6: return Double(draws.below(1001)) - 500
    default: return Double(draws.below(1 << 40))
    }
  }

  struct Network {
    var supplies: [Int]
    var arcs: [(from: Int, to: Int, capacity: Int, cost: Int)] = []
  }

  static func flow(_ seed: Int) -> Network {
    var draws = Draws(state: UInt64(seed))
    return seed % 2 == 0 ? bipartite(&draws) : general(&draws, lowest: seed % 4 == 3 ? -20 : 0)
  }

  private static func bipartite(_ draws: inout Draws) -> Network {
    let rows = 2 + draws.below(60)
    let degree = 1 + draws.below(6)
    var network = Network(
      supplies: Array(repeating: 1, count: rows) + Array(repeating: -1, count: rows))
    for row in 0..<rows {
      network.arcs.append((row, rows + row, 1, 500 + draws.below(500)))
      for _ in 0..<degree {
        let column = rows + draws.below(UInt64(rows))
        network.arcs.append((row, column, 1, draws.below(1000)))
      }
    }
    return network
  }

  private static func general(_ draws: inout Draws, lowest: Int) -> Network {
    let count = 2 + draws.below(30)
    var network = Network(supplies: Array(repeating: 0, count: count))
    for _ in 0..<1 + draws.below(UInt64(count)) {
      let units = 1 + draws.below(20)
      network.supplies[draws.below(UInt64(count))] += units
      network.supplies[draws.below(UInt64(count))] -= units
    }
    for _ in 0..<count * (2 + draws.below(5)) {
      let (tail, head) = (draws.below(UInt64(count)), draws.below(UInt64(count)))
      let capacity = draws.below(25)
      network.arcs.append((tail, head, capacity, lowest + draws.below(100)))
    }
    return network
  }
}
