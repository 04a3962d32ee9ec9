/// Remembered choices over pairs, the oldest overwritten first: what was seen, what could be chosen and was, what it
/// paid until the next choice, and what was seen then.
final class PairReplay {
  /// Numbers of a scene, flags of a scene, choices in it.
  let size, flags, choices: Int
  var count = 0
  /// The row that the next one is written to.
  var next = 0
  let rows: Int
  let scenes: FloatMemory
  let masks: Column<UInt8>
  let following: FloatMemory
  let followingMasks: Column<UInt8>
  let chosen: Column<Int32>
  let rewards: FloatMemory
  /// What the worth of the next choice is multiplied by; 0 where there is none.
  let discounts: FloatMemory

  init(rows: Int, size: Int, flags: Int, choices: Int) {
    (self.rows, self.size, self.flags, self.choices) = (rows, size, flags, choices)
    scenes = FloatMemory(count: rows * size)
    masks = Column(count: rows * flags, of: 0)
    following = FloatMemory(count: rows * size)
    followingMasks = Column(count: rows * flags, of: 0)
    chosen = Column(count: rows * choices, of: 0)
    rewards = FloatMemory(count: rows)
    discounts = FloatMemory(count: rows)
  }

  /// Bytes of a row.
  static func bytes(size: Int, flags: Int, choices: Int) -> Int { 2 * (4 * size + flags) + 4 * (choices + 2) }

  func add(
    _ scene: UnsafePointer<Float>, _ mask: UnsafePointer<UInt8>, _ choice: UnsafePointer<Int32>,
    reward: Float, discount: Float, next scene2: UnsafePointer<Float>, _ mask2: UnsafePointer<UInt8>
  ) {
    (scenes.base + next * size).update(from: scene, count: size)
    (masks.base + next * flags).update(from: mask, count: flags)
    (following.base + next * size).update(from: scene2, count: size)
    (followingMasks.base + next * flags).update(from: mask2, count: flags)
    (chosen.base + next * choices).update(from: choice, count: choices)
    rewards.base[next] = reward
    discounts.base[next] = discount
    next = (next + 1) % rows
    count = min(count + 1, rows)
  }

  /// Copies one of the remembered to row `row` of a batch of the same sizes.
  func copy(_ slot: Int, to batch: PairReplay, _ row: Int) {
    (batch.scenes.base + row * size).update(from: scenes.base + slot * size, count: size)
    (batch.masks.base + row * flags).update(from: masks.base + slot * flags, count: flags)
    (batch.following.base + row * size).update(from: following.base + slot * size, count: size)
    (batch.followingMasks.base + row * flags).update(from: followingMasks.base + slot * flags, count: flags)
    (batch.chosen.base + row * choices).update(from: chosen.base + slot * choices, count: choices)
    batch.rewards.base[row] = rewards.base[slot]
    batch.discounts.base[row] = discounts.base[slot]
  }

  var scene: UnsafePointer<Float> { UnsafePointer(scenes.base) }
  var mask: UnsafePointer<UInt8> { UnsafePointer(masks.base) }
  var nextScene: UnsafePointer<Float> { UnsafePointer(following.base) }
  var nextMask: UnsafePointer<UInt8> { UnsafePointer(followingMasks.base) }
  var choice: UnsafePointer<Int32> { UnsafePointer(chosen.base) }
  func reward(_ row: Int) -> Float { rewards.base[row] }
  func discount(_ row: Int) -> Float { discounts.base[row] }
}
