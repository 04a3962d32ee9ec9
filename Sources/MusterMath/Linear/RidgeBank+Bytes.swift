extension RidgeBank {
  /// Writes all arms as they are, the inverses with the rest: who reads them goes on to the bit. Dimension and ridge
  /// are the reader's to know.
  public func write(to writer: inout ByteWriter) {
    writer.varint(UInt64(count))
    let matrix = Packed.count(dimension)
    for arm in 0..<count {
      writer.double(ridges[arm])
      writer.double(masses[arm])
      writer.varint(UInt64(updates[arm]))
      for k in 0..<matrix { writer.double(grams[arm * matrixStride + k]) }
      for i in 0..<dimension { writer.double(moments[arm * vectorStride + i]) }
      for k in 0..<matrix { writer.double(Double(inverses[arm * matrixStride + k])) }
      for i in 0..<dimension { writer.double(Double(thetas[arm * vectorStride + i])) }
    }
  }

  /// Reads a bank of this dimension and ridge; nil where the bytes are whole but say something impossible.
  @inlinable
  public init?(from reader: inout ByteReader, dimension: Int, ridge: Double) throws(ByteError) {
    self.init(dimension: dimension, ridge: ridge)
    let matrix = Packed.count(dimension)
    let each = 17 + 16 * (matrix + dimension)
    for _ in 0..<(try reader.count(bytesEach: each)) {
      let arm = append()
      ridges[arm] = try reader.double()
      masses[arm] = try reader.double()
      let updated = try reader.varint()
      guard ridges[arm] >= 0.5 * ridge, ridges[arm] <= ridge, masses[arm].isFinite,
        updated < UInt64(Self.refreshInterval)
      else { return nil }
      updates[arm] = Int32(updated)
      var finite = 0.0
      for k in 0..<matrix {
        let value = try reader.double()
        finite += value * 0
        grams[arm * matrixStride + k] = value
      }
      for i in 0..<dimension {
        let value = try reader.double()
        finite += value * 0
        moments[arm * vectorStride + i] = value
      }
      for k in 0..<matrix {
        let value = Scalar(try reader.double())
        finite += Double(value) * 0
        inverses[arm * matrixStride + k] = value
      }
      for i in 0..<dimension {
        let value = Scalar(try reader.double())
        finite += Double(value) * 0
        thetas[arm * vectorStride + i] = value
      }
      guard finite == 0 else { return nil }
    }
  }
}
