import MusterLearning
import MusterMath

/// The world as bytes: for each copy which episode it is in and what was done in it. The rest follows, so reading
/// lives through the episode again: `O(steps)`.
extension OrchestrationWorld {
  public func encode(into writer: inout ByteWriter) {
    writer.varint(UInt64(copies))
    writer.varint(UInt64(agents))
    for copy in 0..<copies {
      writer.varint(episodes[copy])
      writer.bytes(cells[copy].history)
    }
  }

  public mutating func decode(from reader: inout ByteReader) throws {
    for (what, expected) in [("copies", copies), ("agents", agents)] {
      let found = Int(truncatingIfNeeded: try reader.varint())
      if found != expected { throw WorldError.shape(what: what, found: found, expected: expected) }
    }
    var read = self
    let rewards = FloatMemory(count: agents)
    for copy in 0..<copies {
      read.episodes[copy] = try reader.varint()
      let history = try reader.bytes()
      // A turn for each scheduler and round at most, and the step in which the epoch passes.
      let most = settings.steps * (settings.rounds * settings.schedulers.upperBound + 1) * agents
      guard history.count % agents == 0, history.count <= most else {
        throw WorldError.shape(
          what: "actions of an episode", found: history.count, expected: most)
      }
      if let action = history.first(where: { $0 >= OrchestrationLayout.actions }) {
        throw WorldError.value(what: "action", found: Int(action))
      }
      read.relive(copy, history.map(Int32.init), rewards)
    }
    self = read
  }

  private mutating func relive(_ copy: Int, _ history: [Int32], _ rewards: FloatMemory) {
    cells[copy].begin(window(copy))
    last[copy] = nil
    history.withUnsafeBufferPointer { all in
      guard let base = all.baseAddress else { return }
      for start in stride(from: 0, to: all.count, by: agents) {
        cells[copy].step(base + start, rewards: rewards.base)
      }
    }
  }
}
