import MusterMath

/// Hyper-parameters as bytes, for comparing: what differs in one of them differs in its bytes.
extension ByteWriter {
  mutating func settings(whole: [Int], sizes: [[Int]] = [], single: [Float], double: [Double] = []) {
    for number in whole { zigzag(Int64(number)) }
    for list in sizes {
      varint(UInt64(list.count))
      for size in list { zigzag(Int64(size)) }
    }
    for number in single { float(number) }
    for number in double { self.double(number) }
  }
}

extension ValueSettings {
  func encode(into writer: inout ByteWriter) {
    switch mixing {
    case .sum: writer.byte(0)
    case .monotone(let embedding):
      writer.byte(1)
      writer.varint(UInt64(embedding))
    }
    writer.settings(
      whole: [copies, memory, batch, warmUp, exploreFrames, targetPeriod], sizes: [hidden],
      single: [rate, epsilon, discount, gradientNorm], double: [exploreFirst, exploreLast])
    writer.fixed64(seed)
  }
}

extension COMASettings {
  func encode(into writer: inout ByteWriter) {
    writer.settings(
      whole: [copies, horizon, criticEpochs, targetPeriod], sizes: [actorHidden, criticHidden],
      single: [actorRate, criticRate, epsilon, discount, lambda, entropy, gradientNorm])
    writer.fixed64(seed)
  }
}

extension MADDPGSettings {
  func encode(into writer: inout ByteWriter) {
    writer.settings(
      whole: [copies, memory, batch, warmUp], sizes: [actorHidden, criticHidden],
      single: [actorRate, criticRate, epsilon, discount, temperature, restraint, tau, gradientNorm])
    writer.fixed64(seed)
  }
}

extension GMAHSettings {
  func encode(into writer: inout ByteWriter) {
    walking.encode(into: &writer)
    planning.encode(into: &writer)
    writer.settings(whole: [walkingUpdates, planningSteps], single: [], double: [explore])
  }
}

extension TwoStageSettings {
  func encode(into writer: inout ByteWriter) {
    writer.settings(
      whole: [width, channels, memory, batch, warmUp],
      single: [divisor, rate, epsilon, discount, tau, entropy, gradientNorm])
    writer.fixed64(seed)
  }

  /// What `encode` wrote. Throws where nothing can be built by it.
  init(from reader: inout ByteReader) throws {
    self.init()
    func whole() throws(ByteError) -> Int { Int(truncatingIfNeeded: try reader.zigzag()) }
    (width, channels) = (try whole(), try whole())
    (memory, batch, warmUp) = (try whole(), try whole(), try whole())
    (divisor, rate, epsilon) = (try reader.float(), try reader.float(), try reader.float())
    (discount, tau) = (try reader.float(), try reader.float())
    (entropy, gradientNorm) = (try reader.float(), try reader.float())
    seed = try reader.fixed64()
    // A damaged or hostile size must not cost memory.
    for size in [width, channels] where !(1...4096).contains(size) {
      throw CheckpointError.mismatch(what: "an embedding of", found: "\(size)", expected: "1...4096")
    }
    try check()
  }
}

extension MaterialWorld.Settings {
  func encode(into writer: inout ByteWriter) {
    writer.settings(
      whole: [entities, tasks, open, steps, patience, workSteps, redraws ? 1 : 0], single: [],
      double: [demand, speed])
  }
}

extension IntrinsicTrainer.Settings {
  func encode(into writer: inout ByteWriter) {
    writer.settings(whole: [questions, steps], single: [weight])
  }
}
