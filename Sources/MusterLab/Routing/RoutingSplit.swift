import MusterMath
import MusterPolicy

/// The prompts of a table in an order drawn by a seed, cut into those to learn from and those to test on.
struct RoutingSplit: Sendable {
  let train: [Int]
  let test: [Int]

  /// The first half, rounded down, of a shuffle of all prompts, and the rest.
  init(count: Int, seed: UInt64) {
    let order = RoutingSplit.shuffled(Array(0..<count), seed: seed)
    train = Array(order[..<(count / 2)])
    test = Array(order[(count / 2)...])
  }

  init(train: [Int], test: [Int]) {
    self.train = train
    self.test = test
  }

  /// Cuts the training half again, `count` times: each part is tested on once. Nothing of the test half is
  /// seen.
  func folds(_ count: Int) -> [RoutingSplit] {
    (0..<count).map { fold in
      RoutingSplit(
        train: train.indices.filter { $0 % count != fold }.map { train[$0] },
        test: train.indices.filter { $0 % count == fold }.map { train[$0] })
    }
  }

  private static func shuffled(_ values: [Int], seed: UInt64) -> [Int] {
    var random = Random(seed: seed, stream: 0x726f_7574_65)
    var values = values
    for last in stride(from: values.count - 1, to: 0, by: -1) {
      values.swapAt(last, random.below(last + 1))
    }
    return values
  }
}
