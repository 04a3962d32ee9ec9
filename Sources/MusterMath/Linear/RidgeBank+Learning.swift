extension RidgeBank {
  /// Learns that `x` brought `reward`. O(d^2).
  ///
  /// - Parameters:
  ///   - x: `dimension` finite numbers; anything else is not learned from.
  ///   - weight: how much it counts; below zero takes back what was learned.
  /// - Returns: whether it was learned.
  @inlinable @discardableResult
  public mutating func add(
    _ x: UnsafeBufferPointer<Scalar>, reward: Double, to arm: Int, weight: Double = 1
  ) -> Bool {
    guard load(x), reward.isFinite, weight.isFinite else { return false }
    masses[arm] += weight
    addStatistics(reward * weight, weight, arm)
    multiplyInput(arm)
    var square: Scalar = 0
    var mean: Scalar = 0
    for i in 0..<dimension {
      square += input[i] * image[i]
      mean += input[i] * thetas[arm * vectorStride + i]
    }
    updates[arm] += 1
    let denominator = 1 + Scalar(weight) * square
    // What is taken back may leave next to nothing: then the quotient says nothing either.
    guard denominator > 0.001, denominator.isFinite, updates[arm] < Self.refreshInterval else {
      refresh(arm)
      return true
    }
    let step = Scalar(weight) / denominator
    let error = step * (Scalar(reward) - mean)
    for i in 0..<dimension { thetas[arm * vectorStride + i] += error * image[i] }
    inverses.withUnsafeMutableBufferPointer { inverses in
      image.withUnsafeBufferPointer { image in
        guard let inverse = inverses.baseAddress, let image = image.baseAddress else { return }
        Packed.addOuter(inverse + arm * matrixStride, image, dimension, weight: -step)
      }
    }
    return true
  }

  /// Takes back what ``add(_:reward:to:weight:)`` learned, with the weight that it has by now. O(d^2).
  @inlinable @discardableResult
  public mutating func remove(
    _ x: UnsafeBufferPointer<Scalar>, reward: Double, from arm: Int, weight: Double = 1
  ) -> Bool {
    add(x, reward: reward, to: arm, weight: -weight)
  }

  /// Changes the reward that was learned for `x` by `difference`, with the weight that it has by now. O(d^2).
  @inlinable @discardableResult
  public mutating func correct(
    _ x: UnsafeBufferPointer<Scalar>, by difference: Double, at arm: Int, weight: Double = 1
  ) -> Bool {
    guard load(x), difference.isFinite, weight.isFinite else { return false }
    multiplyInput(arm)
    let change = weight * difference
    for i in 0..<dimension {
      moments[arm * vectorStride + i] += change * Double(input[i])
      thetas[arm * vectorStride + i] += Scalar(change) * image[i]
    }
    return true
  }

  /// Forgets a part of what an arm learned: its statistics are multiplied by `factor`, in 0...1.
  ///
  /// A and its inverse are scaled, O(d^2), the ridge with them, until half of the ridge is left: then A gets the
  /// whole ridge again, O(d^3). So A is always (a ridge between lambda / 2 and lambda) I + the discounted sum.
  @inlinable
  public mutating func decay(_ arm: Int, by factor: Double) {
    guard factor >= 0, factor < 1 else { return }
    masses[arm] *= factor
    for at in arm * matrixStride..<(arm + 1) * matrixStride { grams[at] *= factor }
    for at in arm * vectorStride..<(arm + 1) * vectorStride { moments[at] *= factor }
    if ridges[arm] * factor < 0.5 * ridge {
      ridges[arm] = ridge
      refresh(arm)
    } else {
      ridges[arm] *= factor
      let inverse = Scalar(1 / factor)
      for at in arm * matrixStride..<(arm + 1) * matrixStride { inverses[at] *= inverse }
    }
  }

  /// Computes an arm's inverse and theta anew from its statistics. O(d^3).
  @inlinable
  public mutating func refresh(_ arm: Int) {
    updates[arm] = 0
    let base = arm * matrixStride
    for k in 0..<matrixStride { wide[k] = grams[base + k] }
    for i in 0..<dimension { wide[Packed.index(i, i)] += ridges[arm] }
    let dimension = dimension
    let definite = wide.withUnsafeMutableBufferPointer { wide in
      guard let wide = wide.baseAddress, Cholesky.factor(wide, dimension) else { return false }
      Cholesky.invert(wide, dimension)
      return true
    }
    // Only rounding can take it there, when all was taken back that was ever learned.
    guard definite else { return reset(arm) }
    for k in 0..<Packed.count(dimension) { inverses[base + k] = Scalar(wide[k]) }
    for i in 0..<dimension {
      var sum = 0.0
      for j in 0..<dimension { sum += wide[Packed.index(i, j)] * moments[arm * vectorStride + j] }
      thetas[arm * vectorStride + i] = Scalar(sum)
    }
  }

  /// Adds what an arm of another bank of the same dimension learned. O(d^3).
  @inlinable
  public mutating func merge(_ other: RidgeBank, arm theirs: Int, into arm: Int) {
    precondition(other.dimension == dimension, "statistics of one dimension add up")
    masses[arm] += other.masses[theirs]
    for k in 0..<matrixStride { grams[arm * matrixStride + k] += other.grams[theirs * matrixStride + k] }
    for i in 0..<vectorStride { moments[arm * vectorStride + i] += other.moments[theirs * vectorStride + i] }
    ridges[arm] = ridge
    refresh(arm)
  }

  /// Copies x to where there is room for whole vectors; false where it is no finite vector of the dimension.
  @inlinable
  mutating func load(_ x: UnsafeBufferPointer<Scalar>) -> Bool {
    guard x.count == dimension else { return false }
    var zero: Scalar = 0
    for i in 0..<dimension {
      zero += x[i] * 0
      input[i] = x[i]
    }
    return zero == 0
  }

  @inlinable
  mutating func addStatistics(_ reward: Double, _ weight: Double, _ arm: Int) {
    grams.withUnsafeMutableBufferPointer { grams in
      guard var row = grams.baseAddress.map({ $0 + arm * matrixStride }) else { return }
      for i in 0..<dimension {
        let scaled = weight * Double(input[i])
        for j in 0...i { row[j] += scaled * Double(input[j]) }
        row += i + 1
      }
    }
    for i in 0..<dimension { moments[arm * vectorStride + i] += reward * Double(input[i]) }
  }

  /// Puts A^-1 x into `image`, x being in `input`.
  @inlinable
  mutating func multiplyInput(_ arm: Int) {
    inverses.withUnsafeBufferPointer { inverses in
      input.withUnsafeBufferPointer { input in
        image.withUnsafeMutableBufferPointer { image in
          guard let inverse = inverses.baseAddress, let input = input.baseAddress,
            let image = image.baseAddress
          else { return }
          Packed.multiply(inverse + arm * matrixStride, input, dimension, into: image)
        }
      }
    }
  }
}
