import MusterMath

/// Makes sparse vectors of inputs: words and phrases weigh as much as they are rare and together have length
/// 1, those that came in fewer than two texts nothing; measures are standardised, cut at ±3 and scaled; an
/// embedding has length 1.
///
/// How rare a term is and how a measure spreads is learned from the inputs that it is shown. O(terms) an
/// input; 4 MiB once something was learned. Inverse document frequency: Spärck Jones,
/// 1972.
package struct RoutingEncoder: Sendable {
  /// What a measure one standard deviation off the mean counts for.
  package var measureScale: Float

  private var documents: UInt32 = 0
  /// For each bucket in how many texts it came.
  private var frequency: [UInt32] = []
  private var moments = Array(repeating: Moments(), count: TextMeasure.places)

  private struct Moments: Equatable, Sendable {
    var count = 0.0
    var mean = 0.0
    var squares = 0.0
  }

  package init(measureScale: Float = 0.1) { self.measureScale = measureScale }

  /// The row of a text's terms.
  package func row(_ terms: [UInt32]) -> SparseRow {
    var row = SparseRow()
    encode(RoutingInput(terms), into: &row)
    return row
  }

  /// Learns from a text's terms.
  package mutating func learn(_ terms: [UInt32]) { learn(RoutingInput(terms)) }

  mutating func learn(_ input: RoutingInput) {
    if documents < .max { documents += 1 }
    if frequency.isEmpty { frequency = Array(repeating: 0, count: RoutingInput.buckets) }
    for code in input.codes {
      if let (place, value) = RoutingInput.measure(code) {
        moments[place].count += 1
        let before = value - moments[place].mean
        moments[place].mean += before / moments[place].count
        moments[place].squares += before * (value - moments[place].mean)
      } else if frequency[Int(code)] < .max {
        frequency[Int(code)] += 1
      }
    }
  }

  func encode(_ input: RoutingInput, into row: inout SparseRow) {
    row.removeAll()
    var squares: Float = 0
    for (index, value) in input.embedding.enumerated() {
      // Values are finite; their squares need not be.
      let value = min(max(value, -1e15), 1e15)
      squares += value * value
      row.append(RoutingInput.buckets + TextMeasure.places + index, value)
    }
    for code in input.codes where code < UInt32(RoutingInput.buckets) {
      guard !frequency.isEmpty, frequency[Int(code)] >= 2 else { continue }
      let rarity = Double(documents) + 1
      let weight = Float(1 + Portable.log(max(rarity / Double(frequency[Int(code)] + 1), 1)))
      squares += weight * weight
      row.append(Int(code), weight)
    }
    if squares > 0 { row.scale(from: 0, by: 1 / squares.squareRoot()) }
    for code in input.codes {
      guard let (place, value) = RoutingInput.measure(code) else { continue }
      let seen = moments[place]
      guard seen.count > 1, seen.squares > 0 else { continue }
      let deviation = (seen.squares / (seen.count - 1)).squareRoot()
      let standard = min(max((value - seen.mean) / deviation, -3), 3)
      row.append(RoutingInput.buckets + place, Float(standard) * measureScale)
    }
  }

  func write(to writer: inout ByteWriter) {
    writer.varint(UInt64(documents))
    let used = frequency.indices.filter { frequency[$0] > 0 }
    writer.varint(UInt64(used.count))
    var next = 0
    for bucket in used {
      writer.varint(UInt64(bucket - next))
      writer.varint(UInt64(frequency[bucket]))
      next = bucket + 1
    }
    for seen in moments {
      writer.double(seen.count)
      writer.double(seen.mean)
      writer.double(seen.squares)
    }
  }

  /// Nil where the bytes are whole but say something impossible.
  init?(from reader: inout ByteReader, measureScale: Float) throws(ByteError) {
    self.init(measureScale: measureScale)
    let documents = try reader.varint()
    guard documents <= UInt64(UInt32.max) else { return nil }
    self.documents = UInt32(documents)
    if documents > 0 { frequency = Array(repeating: 0, count: RoutingInput.buckets) }
    var next: UInt64 = 0
    for _ in 0..<(try reader.count(bytesEach: 2)) {
      let gap = try reader.varint()
      let count = try reader.varint()
      guard gap < UInt64(frequency.count) - next, count > 0, count <= UInt64(UInt32.max) else {
        return nil
      }
      frequency[Int(next + gap)] = UInt32(count)
      next += gap + 1
    }
    for place in moments.indices {
      moments[place] = Moments(
        count: try reader.double(), mean: try reader.double(), squares: try reader.double())
      guard moments[place].count.isFinite, moments[place].mean.isFinite, moments[place].squares.isFinite,
        moments[place].count >= 0
      else { return nil }
    }
  }
}
