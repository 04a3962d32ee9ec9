/// One head of one row of `Attention`, forward and backward.
extension Attention {
  /// Where things lie on the tape. First the tokens themselves.
  struct Memory {
    /// Query, key and value of each token.
    let projected: Int
    /// The weights that each head of each token gives to the others.
    let weights: Int
    /// The weighted means of values.
    let mixed: Int
    /// The gradient by what was projected.
    let byProjected: Int
    /// Transposed matrices, and one row of weights' gradients.
    let scratch: Int
    let count: Int

    init(_ layer: Attention, _ rows: Int) {
      let tokens = rows * layer.entities
      projected = tokens * layer.width
      weights = projected + tokens * 3 * layer.width
      mixed = weights + tokens * layer.heads * layer.entities
      byProjected = mixed + tokens * layer.width
      scratch = byProjected + tokens * 3 * layer.width
      count = scratch + layer.project.scratchCount + layer.entities
    }
  }

  func attend(
    _ tape: UnsafeMutablePointer<Float>, _ memory: Memory, _ row: Int, _ head: Int,
    _ flags: UnsafePointer<Float>?
  ) {
    let size = width / heads
    let factor = 1 / Float(size).squareRoot()
    let tokens = tape + memory.projected + row * entities * 3 * width + head * size
    for entity in 0..<entities {
      let weights = tape + memory.weights + ((row * heads + head) * entities + entity) * entities
      let query = tokens + entity * 3 * width
      var greatest = -Float.infinity
      for other in 0..<entities {
        let isThere = flags.map { $0[other] != 0 } ?? true
        let key = tokens + other * 3 * width + width
        weights[other] = isThere ? factor * Lanes.dot(query, key, count: size) : -.infinity
        greatest = max(greatest, weights[other])
      }
      var total: Float = 0
      for other in 0..<entities {
        weights[other] = weights[other] == -.infinity ? 0 : FloatMath.exp(weights[other] - greatest)
        total += weights[other]
      }
      guard total > 0 else { continue }
      let mean = tape + memory.mixed + (row * entities + entity) * width + head * size
      for other in 0..<entities {
        weights[other] /= total
        Lanes.axpy(weights[other], tokens + other * 3 * width + 2 * width, mean, count: size)
      }
    }
  }

  /// The mixed part of the tape holds the gradient by the means.
  func attendBackward(
    _ tape: UnsafeMutablePointer<Float>, _ memory: Memory, _ row: Int, _ head: Int
  ) {
    let size = width / heads
    let factor = 1 / Float(size).squareRoot()
    let start = row * entities * 3 * width + head * size
    let tokens = tape + memory.projected + start
    let slopes = tape + memory.byProjected + start
    let byWeight = tape + memory.scratch
    for entity in 0..<entities {
      let weights = tape + memory.weights + ((row * heads + head) * entities + entity) * entities
      let gradient = tape + memory.mixed + (row * entities + entity) * width + head * size
      var mean: Float = 0
      for other in 0..<entities {
        byWeight[other] = Lanes.dot(gradient, tokens + other * 3 * width + 2 * width, count: size)
        mean += weights[other] * byWeight[other]
        Lanes.axpy(weights[other], gradient, slopes + other * 3 * width + 2 * width, count: size)
      }
      for other in 0..<entities {
        let byScore = factor * weights[other] * (byWeight[other] - mean)
        Lanes.axpy(byScore, tokens + other * 3 * width + width, slopes + entity * 3 * width, count: size)
        Lanes.axpy(byScore, tokens + entity * 3 * width, slopes + other * 3 * width + width, count: size)
      }
    }
  }
}
