/// The leaf loops of assignment, over raw pointers, four lanes at a time. Plain comparisons and selects, so the bits
/// are the same with and without AVX.
enum AssignmentKernels {
  typealias Numbers = UnsafePointer<Double>
  typealias MutableNumbers = UnsafeMutablePointer<Double>
  typealias Vector = SIMD4<Double>

  @inline(__always)
  static func load(_ pointer: Numbers, _ at: Int) -> Vector {
    UnsafeRawPointer(pointer + at).loadUnaligned(as: Vector.self)
  }

  @inline(__always)
  static func load(_ pointer: MutableNumbers, _ at: Int) -> Vector { load(Numbers(pointer), at) }

  @inline(__always)
  static func least(_ a: Vector, _ b: Vector) -> Vector { b.replacing(with: a, where: a .< b) }

  @inline(__always)
  private static func least(_ a: SIMD2<Double>, _ b: SIMD2<Double>) -> SIMD2<Double> {
    b.replacing(with: a, where: a .< b)
  }

  /// `key[j] = min(key[j], costs[j] - open[j] + shift)`, with `origin` noted where it got less, and the least key of
  /// all. A line that is settled has an `open` of minus infinity. `O(count)`.
  static func relax(
    _ costs: Numbers, open: MutableNumbers, key: MutableNumbers, origins: UnsafeMutablePointer<Int>,
    shift: Double, origin: Int, count: Int
  ) -> Double {
    var least = Vector(repeating: .infinity)
    let shifts = Vector(repeating: shift)
    let from = SIMD4<Int64>(repeating: Int64(origin))
    var at = 0
    while at + 4 <= count {
      let old = load(key, at)
      let new = load(costs, at) - load(open, at) + shifts
      let isLess = new .< old
      let now = Self.least(new, old)
      least = Self.least(now, least)
      // No branch: at first it could go either way.
      UnsafeMutableRawPointer(key + at).storeBytes(of: now, as: Vector.self)
      let place = UnsafeMutableRawPointer(origins + at)
      let origin = place.loadUnaligned(as: SIMD4<Int64>.self).replacing(with: from, where: isLess)
      place.storeBytes(of: origin, as: SIMD4<Int64>.self)
      at += 4
    }
    var result = least.min()
    while at < count {
      let new = costs[at] - open[at] + shift
      if new < key[at] {
        key[at] = new
        origins[at] = origin
      }
      result = Swift.min(result, key[at])
      at += 1
    }
    return result
  }

  /// The same without origins.
  static func relax(
    _ costs: Numbers, open: MutableNumbers, key: MutableNumbers, shift: Double, count: Int
  ) -> Double {
    var (low, high) = (Vector(repeating: .infinity), Vector(repeating: .infinity))
    let shifts = Vector(repeating: shift)
    var at = 0
    while at + 8 <= count {
      let nowLow = least(load(costs, at) - load(open, at) + shifts, load(key, at))
      let nowHigh = least(load(costs, at + 4) - load(open, at + 4) + shifts, load(key, at + 4))
      low = least(nowLow, low)
      high = least(nowHigh, high)
      UnsafeMutableRawPointer(key + at).storeBytes(of: nowLow, as: Vector.self)
      UnsafeMutableRawPointer(key + at + 4).storeBytes(of: nowHigh, as: Vector.self)
      at += 8
    }
    var result = least(low, high).min()
    while at < count {
      let new = costs[at] - open[at] + shift
      if new < key[at] { key[at] = new }
      result = Swift.min(result, key[at])
      at += 1
    }
    return result
  }

  /// The least of `costs[j] - prices[j]`, its first index, and the least of the others. `O(count)`.
  static func leastTwo(
    _ costs: Numbers, _ prices: MutableNumbers, count: Int
  ) -> (least: Double, at: Int, second: Double) {
    var (best, place, second) = (Double.infinity, -1, Double.infinity)
    var at = 0
    while at + 16 <= count {
      var block = least(
        least(load(costs, at) - load(prices, at), load(costs, at + 4) - load(prices, at + 4)),
        least(load(costs, at + 8) - load(prices, at + 8), load(costs, at + 12) - load(prices, at + 12)))
      block.lowHalf = least(block.lowHalf, block.highHalf)
      // After the first few blocks hardly one has a value below the second least.
      if Swift.min(block[0], block[1]) < second {
        for index in at..<at + 16 {
          let value = costs[index] - prices[index]
          if value < best {
            second = best
            (best, place) = (value, index)
          } else if value < second {
            second = value
          }
        }
      }
      at += 16
    }
    while at < count {
      let value = costs[at] - prices[at]
      if value < best {
        second = best
        (best, place) = (value, at)
      } else {
        second = Swift.min(second, value)
      }
      at += 1
    }
    return (best, place, second)
  }

  /// The least of `costs[j] - prices[j]` for the eight indices from `at` on.
  @inline(__always)
  static func leastOfEight(_ costs: Numbers, _ prices: MutableNumbers, _ at: Int) -> Double {
    let block = least(load(costs, at) - load(prices, at), load(costs, at + 4) - load(prices, at + 4))
    let pair = least(block.lowHalf, block.highHalf)
    return Swift.min(pair[0], pair[1])
  }

  /// The least of `costs[j] - prices[j]`. `O(count)`.
  static func least(_ costs: Numbers, _ prices: MutableNumbers, count: Int) -> Double {
    var least = Vector(repeating: .infinity)
    let whole = count & ~3
    var at = 0
    while at < whole {
      least = Self.least(load(costs, at) - load(prices, at), least)
      at += 4
    }
    var result = least.min()
    while at < count {
      result = Swift.min(result, costs[at] - prices[at])
      at += 1
    }
    return result
  }

  /// The first index from `start` on whose value is `value`, below which there is none, or `count`. `O(count)`.
  static func firstIndex(of value: Double, in values: MutableNumbers, from start: Int, count: Int) -> Int {
    var at = start
    while at + 16 <= count {
      let block = least(
        least(load(values, at), load(values, at + 4)), least(load(values, at + 8), load(values, at + 12)))
      let pair = least(block.lowHalf, block.highHalf)
      if Swift.min(pair[0], pair[1]) <= value { break }
      at += 16
    }
    while at < count && values[at] != value { at += 1 }
    return at
  }

  /// The largest cost either way: sums of costs stay finite.
  static let costLimit = 1e290

  /// Whether this is a cost: within the limit, or infinite for a forbidden pair.
  static func isCost(_ value: Double) -> Bool { value.magnitude <= costLimit || value == .infinity }

  /// Whether all are. `O(count)`.
  static func areAllCosts(_ values: Numbers, count: Int) -> Bool {
    let limit = Vector(repeating: costLimit)
    let infinity = Vector(repeating: .infinity)
    var isCost = SIMDMask<SIMD4<Int64>>(repeating: true)
    var at = 0
    while at + 4 <= count {
      let value = load(values, at)
      isCost = isCost .& (value .>= -limit) .& ((value .<= limit) .| (value .== infinity))
      at += 4
    }
    var result = all(isCost)
    while at < count {
      result = result && Self.isCost(values[at])
      at += 1
    }
    return result
  }
}
