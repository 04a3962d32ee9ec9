import MusterMath

/// Choices of one stage whose outcome is not known yet: one for each copy of a world.
final class OpenChoices {
  private let replay: PairReplay
  private let isOpen: Column<UInt8>
  private let scenes: FloatMemory
  private let masks: Column<UInt8>
  private let chosen: Column<Int32>
  /// What each was paid so far, and what the next reward is multiplied by.
  private let rewards: FloatMemory
  private let discounts: FloatMemory

  /// Those known go to `replay`.
  init(_ replay: PairReplay, copies: Int) {
    self.replay = replay
    isOpen = Column(count: copies, of: 0)
    scenes = FloatMemory(count: copies * replay.size)
    masks = Column(count: copies * replay.flags, of: 0)
    chosen = Column(count: copies * replay.choices, of: 0)
    rewards = FloatMemory(count: copies)
    discounts = FloatMemory(count: copies)
  }

  /// A choice in a scene, which the copy's last one led to.
  func add(
    _ copy: Int, _ scene: UnsafePointer<Float>, _ mask: UnsafePointer<UInt8>, _ choice: UnsafePointer<Int32>
  ) {
    close(copy, discount: discounts.base[copy], scene, mask)
    isOpen.base[copy] = 1
    (scenes.base + copy * replay.size).update(from: scene, count: replay.size)
    (masks.base + copy * replay.flags).update(from: mask, count: replay.flags)
    (chosen.base + copy * replay.choices).update(from: choice, count: replay.choices)
    (rewards.base[copy], discounts.base[copy]) = (0, 1)
  }

  /// A step has paid.
  func pay(_ copy: Int, _ reward: Float, discount: Float) {
    if isOpen.base[copy] == 0 { return }
    rewards.base[copy] += discounts.base[copy] * reward
    discounts.base[copy] *= discount
  }

  /// The copy's episode has ended: nothing comes after its last choice, or what would have come is not known, and the
  /// choice teaches nothing.
  func end(_ copy: Int, _ end: EpisodeEnd) {
    switch end {
    case .running: break
    case .terminated:
      close(copy, discount: 0, scenes.base + copy * replay.size, masks.base + copy * replay.flags)
    case .truncated: isOpen.base[copy] = 0
    }
  }

  private func close(
    _ copy: Int, discount: Float, _ scene: UnsafePointer<Float>, _ mask: UnsafePointer<UInt8>
  ) {
    if isOpen.base[copy] == 0 { return }
    isOpen.base[copy] = 0
    replay.add(
      scenes.base + copy * replay.size, masks.base + copy * replay.flags,
      chosen.base + copy * replay.choices, reward: rewards.base[copy], discount: discount, next: scene, mask)
  }

  func encode(into writer: inout ByteWriter) {
    writer.raw(UnsafeBufferPointer(start: isOpen.base, count: isOpen.count))
    for memory in floats { memory.encode(first: memory.count, into: &writer) }
    writer.raw(UnsafeBufferPointer(start: masks.base, count: masks.count))
    for at in 0..<chosen.count { writer.varint(UInt64(chosen.base[at])) }
  }

  /// What `encode` wrote of as many, where each choice was one of `kinds`. Throws, and may leave these changed.
  func decode(kinds: Int, from reader: inout ByteReader) throws {
    func flags(_ column: Column<UInt8>) throws {
      for (at, flag) in try reader.raw(column.count).enumerated() { column.base[at] = flag }
    }
    try flags(isOpen)
    for memory in floats { try memory.decode(first: memory.count, from: &reader) }
    try flags(masks)
    for at in 0..<chosen.count { chosen.base[at] = try PairReplay.choice(of: kinds, from: &reader) }
  }

  private var floats: [FloatMemory] { [scenes, rewards, discounts] }
}
