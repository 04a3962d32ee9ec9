/// The normal equations of a ``RidgeFit``, never written out: each step walks over the rows.
struct RidgeSystem {
  private let fit: RidgeFit
  private let observations: [RidgeFit.Observation]
  private let agents: Int
  private var starts: [Int] = [0]
  private var columns: [Int32] = []
  private var values: [Double] = []
  /// For each place of a row its column, or -1.
  private var column = Array(repeating: Int32(-1), count: RoutingInput.width)
  private var places: [Int32] = []
  private var means: [Double] = []

  init(_ fit: RidgeFit, _ rows: [SparseRow], _ observations: [RidgeFit.Observation], agents: Int) {
    self.fit = fit
    self.observations = observations
    self.agents = agents
    for observation in observations {
      for place in rows[observation.row].places where column[Int(place)] < 0 { column[Int(place)] = 0 }
    }
    for place in column.indices where column[place] == 0 {
      column[place] = Int32(places.count)
      places.append(Int32(place))
    }
    for row in rows {
      for index in row.places.indices where column[Int(row.places[index])] >= 0 {
        columns.append(column[Int(row.places[index])])
        values.append(Double(row.values[index]))
      }
      starts.append(columns.count)
    }
    means = agentMeans()
  }

  private func agentMeans() -> [Double] {
    var sums = Array(repeating: 0.0, count: agents)
    var counts = Array(repeating: 0.0, count: agents)
    for observation in observations {
      sums[observation.agent] += observation.reward
      counts[observation.agent] += 1
    }
    let all = sums.reduce(0, +) / max(counts.reduce(0, +), 1)
    return (0..<agents).map { (sums[$0] + all) / (counts[$0] + 1) }
  }

  func solve() -> RidgeFit.Result {
    let width = places.count
    var weights = Array(repeating: 0.0, count: width * (agents + 1))
    var residual = weights
    let targets = observations.map { $0.reward - means[$0.agent] }
    spread(targets, into: &residual)
    let scale = inverseDiagonal()
    var scaled = zip(residual, scale).map { $0 * $1 }
    var direction = scaled
    var size = RidgeSystem.dot(residual, scaled)
    let goal = size * 1e-8
    for _ in 0..<fit.steps where size > goal && size > 0 {
      let image = apply(direction)
      let step = size / RidgeSystem.dot(direction, image)
      for i in weights.indices {
        weights[i] += step * direction[i]
        residual[i] -= step * image[i]
        scaled[i] = residual[i] * scale[i]
      }
      let next = RidgeSystem.dot(residual, scaled)
      let turn = next / size
      for i in direction.indices { direction[i] = scaled[i] + turn * direction[i] }
      size = next
    }
    let blocks = (0...agents).map { Array(weights[($0 * width)..<(($0 + 1) * width)]) }
    return RidgeFit.Result(means: means, places: places, weights: blocks, column: column)
  }

  /// Whether the agents have weights in common.
  private var isShared: Bool { fit.sharedPenalty.isFinite }

  private func penalty(_ index: Int) -> Double { index < places.count ? fit.sharedPenalty : fit.penalty }

  private static func dot(_ a: [Double], _ b: [Double]) -> Double {
    var sum = 0.0
    for i in a.indices { sum += a[i] * b[i] }
    return sum
  }

  /// The matrix times a vector.
  private func apply(_ vector: [Double]) -> [Double] {
    let width = places.count
    let isShared = isShared
    var products = Array(repeating: 0.0, count: observations.count)
    vector.withUnsafeBufferPointer { vector in
      columns.withUnsafeBufferPointer { columns in
        values.withUnsafeBufferPointer { values in
          for (index, observation) in observations.enumerated() {
            let own = (observation.agent + 1) * width
            var sum = 0.0
            for at in starts[observation.row]..<starts[observation.row + 1] {
              let column = Int(columns[at])
              sum += values[at] * (isShared ? vector[column] + vector[own + column] : vector[own + column])
            }
            products[index] = sum
          }
        }
      }
    }
    var image = Array(repeating: 0.0, count: vector.count)
    spread(products, into: &image)
    for i in image.indices { image[i] += vector[i] == 0 ? 0 : penalty(i) * vector[i] }
    return image
  }

  /// Adds each observation's row times its factor to the block of all and to its agent's.
  private func spread(_ factors: [Double], into vector: inout [Double]) {
    let width = places.count
    let isShared = isShared
    vector.withUnsafeMutableBufferPointer { vector in
      columns.withUnsafeBufferPointer { columns in
        values.withUnsafeBufferPointer { values in
          for (index, observation) in observations.enumerated() {
            let own = (observation.agent + 1) * width
            for at in starts[observation.row]..<starts[observation.row + 1] {
              let column = Int(columns[at])
              let part = factors[index] * values[at]
              if isShared { vector[column] += part }
              vector[own + column] += part
            }
          }
        }
      }
    }
  }

  private func inverseDiagonal() -> [Double] {
    let width = places.count
    var diagonal = (0..<(width * (agents + 1))).map(penalty)
    for observation in observations {
      for at in starts[observation.row]..<starts[observation.row + 1] {
        let square = values[at] * values[at]
        diagonal[Int(columns[at])] += square
        diagonal[(observation.agent + 1) * width + Int(columns[at])] += square
      }
    }
    return diagonal.map { 1 / max($0, 1e-12) }
  }
}
