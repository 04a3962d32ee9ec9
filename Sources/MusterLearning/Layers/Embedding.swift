import MusterMath

/// A learned vector for each of `entries` things. A row of input is the thing's number, as a float; what lies
/// outside of 0..<entries has the zero vector. `O(rows * width)`. There is no gradient by the input: it is zero.
public struct Embedding: Layer {
  public var inputs: Int { 1 }
  public var outputs: Int { width }

  let entries: Int
  let width: Int
  let table: Int

  /// A layer whose parameters `name.table` are added to `layout`.
  public init(_ name: String, entries: Int, width: Int, in layout: inout ParameterLayout) {
    self.entries = entries
    self.width = width
    table = layout.add(name + ".table", rows: entries, columns: width)
  }

  public func tapeCount(rows: Int) -> Int { 0 }

  /// Normal numbers of variance 1 / width, so that a vector's length is about 1.
  public func initialise(_ parameters: UnsafeMutablePointer<Float>, _ random: inout Random) {
    let deviation = 1 / Double(width).squareRoot()
    for index in 0..<(entries * width) {
      parameters[table + index] = Float(random.normal(mean: 0, deviation: deviation))
    }
  }

  public func forward(
    _ parameters: UnsafePointer<Float>, input: UnsafePointer<Float>, rows: Int,
    output: UnsafeMutablePointer<Float>, tape: UnsafeMutablePointer<Float>
  ) {
    for row in 0..<rows {
      let target = output + row * width
      if let entry = entry(input[row]) {
        target.update(from: parameters + table + entry * width, count: width)
      } else {
        target.update(repeating: 0, count: width)
      }
    }
  }

  public func backward(
    _ parameters: UnsafePointer<Float>, gradients: UnsafeMutablePointer<Float>, input: UnsafePointer<Float>,
    output: UnsafePointer<Float>, outputGradient: UnsafePointer<Float>, rows: Int,
    inputGradient: UnsafeMutablePointer<Float>?, tape: UnsafeMutablePointer<Float>
  ) {
    for row in 0..<rows {
      guard let entry = entry(input[row]) else { continue }
      Lanes.axpy(1, outputGradient + row * width, gradients + table + entry * width, count: width)
    }
    inputGradient?.update(repeating: 0, count: rows)
  }

  private func entry(_ number: Float) -> Int? {
    guard number >= 0 && number < Float(entries) else { return nil }
    return Int(number)
  }
}
