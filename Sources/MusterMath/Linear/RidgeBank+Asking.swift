extension RidgeBank {
  /// The mean and the width x^T A^-1 x of one arm at `x`, which has `dimension` finite numbers. O(d^2).
  @inlinable
  public mutating func predict(_ arm: Int, at x: UnsafeBufferPointer<Scalar>) -> (mean: Scalar, width: Scalar)
  {
    var means: Scalar = 0
    var widths: Scalar = 0
    withUnsafeMutablePointer(to: &means) { means in
      withUnsafeMutablePointer(to: &widths) { widths in
        predict(CollectionOfOne(Int32(arm)), at: x, means: means, widths: widths)
      }
    }
    return (means, widths)
  }

  /// The means and widths of many arms at the same `x`, in the order of `arms`. About d (d + 1) / 2 + d
  /// multiplications an arm: d = 32 in `Float`, 20 to 40 ns.
  ///
  /// - Parameters:
  ///   - x: `dimension` finite numbers.
  ///   - means, widths: room for as many numbers as there are arms.
  @inlinable
  public mutating func predict<Arms: RandomAccessCollection>(
    _ arms: Arms, at x: UnsafeBufferPointer<Scalar>, means: UnsafeMutablePointer<Scalar>,
    widths: UnsafeMutablePointer<Scalar>
  ) where Arms.Element == Int32, Arms.Index == Int {
    guard load(x) else {
      for k in 0..<arms.count { (means[k], widths[k]) = (0, Scalar(1 / ridge)) }
      return
    }
    let (dimension, matrixStride, vectorStride) = (dimension, matrixStride, vectorStride)
    inverses.withUnsafeBufferPointer { inverses in
      thetas.withUnsafeBufferPointer { thetas in
        input.withUnsafeBufferPointer { input in
          products.withUnsafeMutableBufferPointer { products in
            guard let matrices = inverses.baseAddress, let vectors = thetas.baseAddress,
              let x = input.baseAddress, let z = products.baseAddress
            else { return }
            Packed.products(x, dimension, into: z)
            let first = arms.startIndex
            var k = 0
            while k + 4 <= arms.count {
              let a = Int(arms[first + k])
              let b = Int(arms[first + k + 1])
              let c = Int(arms[first + k + 2])
              let d = Int(arms[first + k + 3])
              let mean = Scalar.dots(
                (
                  vectors + a * vectorStride, vectors + b * vectorStride, vectors + c * vectorStride,
                  vectors + d * vectorStride
                ), x, vectorStride)
              let width = Scalar.dots(
                (
                  matrices + a * matrixStride, matrices + b * matrixStride, matrices + c * matrixStride,
                  matrices + d * matrixStride
                ), z, matrixStride)
              (means[k], means[k + 1], means[k + 2], means[k + 3]) = mean
              (widths[k], widths[k + 1]) = (max(width.0, 0), max(width.1, 0))
              (widths[k + 2], widths[k + 3]) = (max(width.2, 0), max(width.3, 0))
              k += 4
            }
            while k < arms.count {
              let arm = Int(arms[first + k])
              means[k] = Scalar.dot(vectors + arm * vectorStride, x, vectorStride)
              widths[k] = max(Scalar.dot(matrices + arm * matrixStride, z, matrixStride), 0)
              k += 1
            }
          }
        }
      }
    }
  }

  /// The means and widths of one arm at many x, which stand `dimension` numbers apart: for a model that all
  /// candidates share. About d^2 / 2 multiplications each, eight x at a time.
  ///
  /// - Parameters:
  ///   - xs: finite numbers, `dimension` for each question.
  ///   - means, widths: room for as many numbers as there are questions.
  @inlinable
  public mutating func predict(
    _ arm: Int, atEach xs: UnsafeBufferPointer<Scalar>, means: UnsafeMutablePointer<Scalar>,
    widths: UnsafeMutablePointer<Scalar>
  ) {
    let (dimension, matrixStride, vectorStride) = (dimension, matrixStride, vectorStride)
    let count = xs.count / dimension
    guard let xs = xs.baseAddress else { return }
    inverses.withUnsafeBufferPointer { inverses in
      thetas.withUnsafeBufferPointer { thetas in
        lanes.withUnsafeMutableBufferPointer { lanes in
          guard let matrix = inverses.baseAddress.map({ $0 + arm * matrixStride }),
            let theta = thetas.baseAddress.map({ $0 + arm * vectorStride }), let lanes = lanes.baseAddress
          else { return }
          var done = 0
          while done < count {
            let some = min(8, count - done)
            for k in 0..<8 {
              let x = xs + (done + min(k, some - 1)) * dimension
              for i in 0..<dimension { lanes[8 * i + k] = x[i] }
            }
            Scalar.predictEight(
              matrix, theta, lanes, dimension, count: some, means: means + done, widths: widths + done)
            done += some
          }
        }
      }
    }
  }
}

extension RidgeBank {
  /// Coefficients drawn from a normal distribution about an arm's theta with covariance scale^2 A^-1: what a
  /// Bayesian with noise of deviation `scale` believes. O(d^3 / 6) multiplications.
  @inlinable
  public mutating func sample(
    _ arm: Int, scale: Double, random: inout Random, into sample: inout [Scalar]
  ) {
    let base = arm * matrixStride
    for k in 0..<matrixStride { wide[k] = grams[base + k] }
    for i in 0..<dimension { wide[Packed.index(i, i)] += ridges[arm] }
    sample.removeAll(keepingCapacity: true)
    for i in 0..<dimension {
      noise[i] = random.normal()
      sample.append(thetas[arm * vectorStride + i])
    }
    let dimension = dimension
    let definite = wide.withUnsafeMutableBufferPointer { wide in
      noise.withUnsafeMutableBufferPointer { noise in
        guard let wide = wide.baseAddress, let noise = noise.baseAddress, Cholesky.factor(wide, dimension)
        else { return false }
        Cholesky.solveTransposed(wide, dimension, noise)
        return true
      }
    }
    guard definite else { return }
    for i in 0..<dimension { sample[i] += Scalar(scale * noise[i]) }
  }
}
