import MusterMath

/// The centres of clusters of projected texts, found one text at a time: see ``ClusterModel``.
package struct ClusterCentres: Sendable {
  /// The most clusters there can be.
  package let limit: Int
  private var vectors: [Float] = []
  private var counts: [Double] = []

  package init(limit: Int) { self.limit = max(limit, 1) }

  /// The cluster whose centre has the greatest inner product with a vector; nil before the first text.
  package func nearest(to vector: [Float]) -> Int? {
    guard vector.count == Projection.width, !counts.isEmpty else { return nil }
    return vector.withUnsafeBufferPointer { vector in
      vectors.withUnsafeBufferPointer { vectors -> Int? in
        guard let vector = vector.baseAddress, let vectors = vectors.baseAddress else { return nil }
        var best = 0
        var bestLikeness = -Float.infinity
        for cluster in counts.indices {
          let likeness = Projection.dot(vector, vectors, at: cluster)
          if likeness > bestLikeness { (best, bestLikeness) = (cluster, likeness) }
        }
        return best
      }
    }
  }

  /// Moves the nearest centre towards a text, or makes the text one while there is room.
  package mutating func take(_ vector: [Float]) -> Int {
    guard counts.count == limit, let cluster = nearest(to: vector) else {
      counts.append(1)
      vectors.append(contentsOf: vector)
      return counts.count - 1
    }
    counts[cluster] += 1
    let share = Float(1 / counts[cluster])
    let start = cluster * Projection.width
    var squares: Float = 0
    for at in 0..<Projection.width {
      vectors[start + at] += share * (vector[at] - vectors[start + at])
      squares += vectors[start + at] * vectors[start + at]
    }
    guard squares > 0 else { return cluster }
    let factor = 1 / squares.squareRoot()
    for at in 0..<Projection.width { vectors[start + at] *= factor }
    return cluster
  }

  func write(to writer: inout ByteWriter) {
    writer.varint(UInt64(counts.count))
    for cluster in counts.indices {
      writer.double(counts[cluster])
      for at in 0..<Projection.width { writer.float(vectors[cluster * Projection.width + at]) }
    }
  }

  /// Nil where the bytes are whole but say something impossible.
  init?(from reader: inout ByteReader, limit: Int) throws(ByteError) {
    self.init(limit: limit)
    for _ in 0..<(try reader.count(bytesEach: 8 + 4 * Projection.width)) {
      let count = try reader.double()
      guard count.isFinite, count >= 1, counts.count < self.limit else { return nil }
      counts.append(count)
      for _ in 0..<Projection.width {
        let value = try reader.float()
        guard value.isFinite else { return nil }
        vectors.append(value)
      }
    }
  }
}
