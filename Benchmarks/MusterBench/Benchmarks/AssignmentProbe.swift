import Foundation
import MusterMath

/// A dense matrix and a sparse network, solved from nothing and after changes.
enum AssignmentProbe {
  private static let size = 1000
  private static let nodes = 10_000
  private static let degree = 10
  private static let changes = 200
  private static let repeats = 7

  /// Writes what both sides solve. Arguments: the file of costs, the file of arcs.
  static let drawn = Probe("assignment-draw") { arguments in
    guard arguments.count == 2 else { throw BenchError(found: "\(arguments)", expected: "COSTS ARCS") }
    var random = Random(seed: 1)
    // The matrix, and the rows that take the place of its first ones.
    let costs = (0..<(size + changes) * size).map { _ in random.unit() }
    try write(costs.map(\.bitPattern), to: arguments[0])
    // Heads, costs, and the costs that arcs 0, 500, 1000 ... get. The first arc of a row makes a solution sure.
    var heads: [UInt64] = []
    for row in 0..<nodes {
      heads.append(UInt64(row))
      for _ in 1..<degree { heads.append(UInt64(random.below(nodes))) }
    }
    let prices = (0..<nodes * degree + changes).map { _ in UInt64(random.below(1000)) }
    try write(heads + prices, to: arguments[1])
    return Measurement()
  }

  /// Arguments: the file of costs.
  static let dense = Probe("assignment-dense") { arguments in
    let numbers = try read(arguments).map(Double.init(bitPattern:))
    let costs = Array(numbers[..<(size * size)])
    var solver = LinearAssignment(rows: size, columns: size)
    var result = Measurement()
    result["solveMs"] = try median { try solver.solve(costs) }
    result[word: "hash"] = hash(solver)
    // The first change makes the transposed copy.
    try solver.setRow(0, costs: Array(costs[..<size]))
    let rows = (0..<changes).map { Array(numbers[((size + $0) * size)..<((size + $0 + 1) * size)]) }
    let watch = Stopwatch()
    for (row, costs) in rows.enumerated() { try solver.setRow(row, costs: costs) }
    result["rowMs"] = watch.seconds * 1000 / Double(changes)
    result[word: "changedHash"] = hash(solver)
    return result
  }

  /// Arguments: the file of arcs.
  static let sparse = Probe("assignment-sparse") { arguments in
    let numbers = try read(arguments).map(Int.init)
    let count = nodes * degree
    var network = MinCostFlow()
    for node in 0..<2 * nodes { _ = try network.addNode(supply: node < nodes ? 1 : -1) }
    for arc in 0..<count {
      _ = try network.addArc(
        from: arc / degree, to: nodes + numbers[arc], capacity: 1, cost: numbers[count + arc])
    }
    var solved = network
    var result = Measurement()
    result["solveMs"] = try median {
      solved = network
      try solved.solve()
    }
    result[word: "cost"] = "\(solved.cost)"
    let watch = Stopwatch()
    for change in 0..<changes {
      try solved.setCost(numbers[2 * count + change], ofArc: change * 500)
      try solved.solve()
    }
    result["changeMs"] = watch.seconds * 1000 / Double(changes)
    result[word: "changedCost"] = "\(solved.cost)"
    return result
  }

  private static func median(_ run: () throws -> Void) throws -> Double {
    var times: [Double] = []
    for _ in 0..<repeats {
      let watch = Stopwatch()
      try run()
      times.append(watch.seconds * 1000)
    }
    return times.sorted()[repeats / 2]
  }

  private static func hash(_ solver: LinearAssignment) -> String {
    var hash = OrderHash()
    for row in 0..<size { hash.fold(UInt64(solver.column(ofRow: row) ?? size)) }
    return hash.text
  }

  private static func write(_ words: [UInt64], to path: String) throws {
    var bytes = ByteWriter(capacity: 8 * words.count)
    for word in words { bytes.fixed64(word) }
    try Data(bytes.bytes).write(to: URL(fileURLWithPath: path))
  }

  private static func read(_ arguments: [String]) throws -> [UInt64] {
    guard arguments.count == 1 else { throw BenchError(found: "\(arguments)", expected: "FILE") }
    let data = try Data(contentsOf: URL(fileURLWithPath: arguments[0]))
    return data.withUnsafeBytes { bytes in
      (0..<data.count / 8).map {
        UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 8 * $0, as: UInt64.self))
      }
    }
  }
}
