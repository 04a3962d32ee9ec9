import MusterMath

extension PPOSettings {
  func encode(into writer: inout ByteWriter) {
    writer.byte(isCentralised ? 1 : 0)
    for sizes in [actorHidden, criticHidden] {
      writer.varint(UInt64(sizes.count))
      for size in sizes { writer.varint(UInt64(size)) }
    }
    writer.byte(activation.rawValue)
    for number in [copies, horizon, epochs, minibatches, annealFrames, shards] {
      writer.varint(UInt64(number))
    }
    for number in [actorRate, criticRate, epsilon, discount, lambda, clip, entropy, gradientNorm] {
      writer.float(number)
    }
    writer.double(returnDecay)
    writer.fixed64(seed)
    design.encode(into: &writer)
    writer.byte(usesPotential ? 1 : 0)
    writer.varint(UInt64(adviceFrames))
    writer.float(adviceDoubt)
    writer.float(adviceWeight)
  }

  init(from reader: inout ByteReader) throws {
    func number() throws(ByteError) -> Int { Int(truncatingIfNeeded: try reader.varint()) }
    func sizes() throws(ByteError) -> [Int] {
      var result: [Int] = []
      for _ in 0..<(try reader.count()) { result.append(try number()) }
      return result
    }
    self.init()
    isCentralised = try reader.byte() != 0
    actorHidden = try sizes()
    criticHidden = try sizes()
    activation = Activation(rawValue: try reader.byte()) ?? .tanh
    copies = try number()
    horizon = try number()
    epochs = try number()
    minibatches = try number()
    annealFrames = try number()
    shards = try number()
    actorRate = try reader.float()
    criticRate = try reader.float()
    epsilon = try reader.float()
    discount = try reader.float()
    lambda = try reader.float()
    clip = try reader.float()
    entropy = try reader.float()
    gradientNorm = try reader.float()
    returnDecay = try reader.double()
    seed = try reader.fixed64()
    design = try ActorDesign(from: &reader)
    usesPotential = try reader.byte() != 0
    adviceFrames = try number()
    adviceDoubt = try reader.float()
    adviceWeight = try reader.float()
  }
}

extension WorldShape {
  func encode(into writer: inout ByteWriter) {
    for size in [agents, actions, observationSize, stateSize] { writer.varint(UInt64(size)) }
    writer.byte(hasMasks ? 1 : 0)
    writer.varint(UInt64(roles.count))
    for role in roles { writer.varint(UInt64(role)) }
  }

  init(from reader: inout ByteReader) throws(ByteError) {
    func size() throws(ByteError) -> Int { Int(truncatingIfNeeded: try reader.varint()) }
    let (agents, actions, observationSize) = (try size(), try size(), try size())
    let (stateSize, hasMasks) = (try size(), try reader.byte() != 0)
    var roles: [Int] = []
    for _ in 0..<(try reader.count()) { roles.append(try size()) }
    self.init(
      agents: agents, actions: actions, observationSize: observationSize, stateSize: stateSize,
      hasMasks: hasMasks, roles: roles)
  }

  /// Whether networks of these sizes can be built at all: a damaged or hostile size must not cost memory.
  func check() throws(CheckpointError) {
    for size in [agents, actions, observationSize, stateSize] where !(1...1_000_000).contains(size) {
      throw .mismatch(what: "a world's size of", found: "\(size)", expected: "1...1000000")
    }
    if !roles.isEmpty && roles.count != agents {
      throw .mismatch(what: "roles of agents", found: "\(roles.count)", expected: "\(agents)")
    }
    for role in roles where !(0..<agents).contains(role) {
      throw .mismatch(what: "a role", found: "\(role)", expected: "0..<\(agents)")
    }
  }
}
