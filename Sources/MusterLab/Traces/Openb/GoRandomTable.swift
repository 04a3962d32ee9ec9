/// The 607 words that Go's `math/rand` mixes into every seed.
///
/// They are no arbitrary constants: they are the state of the generator itself, y[n] = y[n-607] + y[n-273]
/// modulo 2^64, seeded with 1, after 7.8e12 steps. We jump there by raising x to that power modulo the
/// recurrence's polynomial x^607 = x^334 + 1, with coefficients modulo 2^64. Cost: some 60 products of 607
/// terms, about 20 ms, once.
enum GoRandomTable {
  static let length = 607
  static let tap = 273
  private static let steps: UInt64 = 7_800_000_000_000

  /// The words in the order of the generator's state.
  static let words: [UInt64] = {
    var power = [UInt64](repeating: 0, count: length)
    var square = power
    power[0] = 1
    square[1] = 1
    var left = steps
    while left > 0 {
      if left & 1 == 1 { power = product(power, square) }
      square = product(square, square)
      left >>= 1
    }
    let sequence = firstOutputs
    var words = [UInt64](repeating: 0, count: length)
    let offset = Int(steps % UInt64(length))
    for k in 0..<length {
      var sum: UInt64 = 0
      for j in 0..<length { sum &+= power[j] &* sequence[j + k] }
      words[place(of: offset + k)] = sum
    }
    return words
  }()

  /// The state that the k-th output of the sequence overwrites; outputs are written from 333 downwards.
  private static func place(of k: Int) -> Int { (333 - k % length + length) % length }

  /// The state of a generator seeded with 1, as a sequence, and as many outputs behind it.
  private static var firstOutputs: [UInt64] {
    var seeds = GoSeedSequence(1)
    var state = [UInt64](repeating: 0, count: length)
    for index in 0..<length { state[index] = seeds.word(shifts: (20, 10)) }
    var sequence = [UInt64](repeating: 0, count: 2 * length)
    for k in 0..<length { sequence[k] = state[place(of: k)] }
    for k in length..<2 * length { sequence[k] = sequence[k - length] &+ sequence[k - tap] }
    return sequence
  }

  private static func product(_ a: [UInt64], _ b: [UInt64]) -> [UInt64] {
    var c = [UInt64](repeating: 0, count: 2 * length)
    c.withUnsafeMutableBufferPointer { c in
      b.withUnsafeBufferPointer { b in
        for i in 0..<length where a[i] != 0 {
          let factor = a[i]
          for j in 0..<length { c[i + j] &+= factor &* b[j] }
        }
      }
      for i in stride(from: 2 * length - 1, through: length, by: -1) {
        c[i - length] &+= c[i]
        c[i - tap] &+= c[i]
      }
    }
    return Array(c[..<length])
  }
}

/// The Lehmer generator (multiplier 48271, modulus 2^31 - 1) that Go's `math/rand` spreads a seed with.
struct GoSeedSequence {
  private var x: Int32

  /// `seed` lies in 1..<2^31 - 1; the first 20 numbers are thrown away, as Go does.
  init(_ seed: Int32) {
    x = seed
    for _ in 0..<20 { advance() }
  }

  private mutating func advance() {
    // Schrage's method, as in Go: no intermediate result overflows.
    let next = 48271 * (x % 44488) - 3399 * (x / 44488)
    x = next < 0 ? next + Int32.max : next
  }

  /// A word of three numbers, each of the first two shifted to the left.
  mutating func word(shifts: (UInt64, UInt64)) -> UInt64 {
    advance()
    var word = UInt64(x) << shifts.0
    advance()
    word ^= UInt64(x) << shifts.1
    advance()
    return word ^ UInt64(x)
  }
}
