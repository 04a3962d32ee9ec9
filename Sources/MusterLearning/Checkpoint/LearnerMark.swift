import MusterMath

/// What a checkpoint must agree in with the learner that goes on from it: the method, the sizes of its world and all
/// hyper-parameters but those of the optimiser, which may be others from then on.
struct LearnerMark {
  let method: String
  let shape: WorldShape
  /// The hyper-parameters as bytes.
  let settings: [UInt8]
  /// The same with the optimiser's at their standing values: what has to agree.
  let fixed: [UInt8]

  /// `write` writes hyper-parameters.
  init<Settings: OptimiserSettings>(
    _ method: String, _ shape: WorldShape, _ settings: Settings,
    _ write: (Settings, inout ByteWriter) -> Void
  ) {
    self.method = method
    self.shape = shape
    func bytes(_ settings: Settings) -> [UInt8] {
      var writer = ByteWriter()
      write(settings, &writer)
      return writer.bytes
    }
    self.settings = bytes(settings)
    fixed = bytes(settings.fixed)
  }

  /// A checkpoint with nothing but the mark.
  var checkpoint: Checkpoint {
    var checkpoint = Checkpoint()
    checkpoint.add("method") { $0.string(method) }
    checkpoint.add("settings") { $0.raw(settings) }
    checkpoint.add("fixed") { $0.raw(fixed) }
    checkpoint.add("shape") { shape.encode(into: &$0) }
    return checkpoint
  }

  /// Throws ``CheckpointError`` where a checkpoint is of another method, world or settings.
  func check(_ checkpoint: Checkpoint) throws {
    try Network.expect("method", try checkpoint.read("method") { try $0.string() }, method)
    try Network.expect("a world of shape", try checkpoint.read("shape") { try WorldShape(from: &$0) }, shape)
    // Those of earlier versions have all settings in one piece.
    let isWhole = !checkpoint.has("fixed")
    let found = try checkpoint.read(isWhole ? "settings" : "fixed") { try $0.raw($0.remaining) }
    if found != (isWhole ? settings : fixed) {
      throw CheckpointError.mismatch(what: "settings", found: "others", expected: "those of this run")
    }
  }
}

extension Checkpoint {
  /// A network and its optimiser, as the sections `name` and `name.past`.
  mutating func add(_ name: String, _ network: Network) {
    add(name) { network.encode(into: &$0) }
    add(name + ".past") { network.encodePast(into: &$0) }
  }

  /// What `add` wrote of a network of the same layout. Throws, and may leave it changed.
  func read(_ name: String, into network: Network) throws {
    try read(name) { try network.decode(from: &$0) }
    try read(name + ".past") { try network.decodePast(from: &$0) }
  }

  /// A checkpoint in a checkpoint.
  mutating func add(_ name: String, _ inner: Checkpoint) { add(name) { $0.raw(inner.encoded()) } }

  /// What `add` wrote of a checkpoint.
  func inner(_ name: String) throws -> Checkpoint {
    try Checkpoint(try read(name) { try $0.raw($0.remaining) })
  }
}
