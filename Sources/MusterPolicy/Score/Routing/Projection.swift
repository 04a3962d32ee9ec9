import MusterMath

/// A dense vector of length 1 for a sparse row, so that inner products are about those of the rows: each
/// place is added, with a sign, to ``spread`` of ``width`` numbers (Kane and Nelson, JACM 2014). The error of
/// a cosine is about 1 / sqrt(width) = .06. O(places x spread).
package enum Projection {
  package static let width = 256
  private static let spread = 8

  /// Fills `vector`, whatever it held; zeros for an empty row.
  package static func fill(_ vector: inout [Float], from row: SparseRow) {
    vector.removeAll(keepingCapacity: true)
    for _ in 0..<width { vector.append(0) }
    for at in row.places.indices {
      let place = UInt64(row.places[at])
      let slots = Mix.hash(place, 0x70726f6a)
      let signs = Mix.hash(place, 0x7369676e)
      for turn in 0..<spread {
        let slot = Int(slots >> UInt64(8 * turn) & 0xff)
        vector[slot] += signs >> UInt64(turn) & 1 == 0 ? row.values[at] : -row.values[at]
      }
    }
    var squares: Float = 0
    for value in vector { squares += value * value }
    guard squares > 0, squares.isFinite else { return }
    let factor = 1 / squares.squareRoot()
    for index in vector.indices { vector[index] *= factor }
  }

  /// The inner product of a vector with the one at `index` of a row of vectors.
  @inline(__always)
  package static func dot(
    _ a: UnsafePointer<Float>, _ vectors: UnsafePointer<Float>, at index: Int
  ) -> Float {
    let left = UnsafeRawPointer(a)
    let right = UnsafeRawPointer(vectors + index * width)
    var (first, second) = (SIMD8<Float>.zero, SIMD8<Float>.zero)
    for offset in stride(from: 0, to: width * 4, by: 64) {
      first +=
        left.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self)
        * right.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self)
      second +=
        left.loadUnaligned(fromByteOffset: offset + 32, as: SIMD8<Float>.self)
        * right.loadUnaligned(fromByteOffset: offset + 32, as: SIMD8<Float>.self)
    }
    return (first + second).sum()
  }
}
