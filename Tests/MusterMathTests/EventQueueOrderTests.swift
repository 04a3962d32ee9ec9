import MusterMath
import Testing

/// The queue beside a sorted array.
@Suite struct EventQueueOrderTests {
  /// Both sides of every comparison.
  private struct Pair {
    var queue = EventQueue<UInt64>()
    var model: [(key: Int64, sequence: UInt64)] = []
    var now: Int64 = 0
    var pushed: UInt64 = 0

    mutating func push(at key: Int64) throws {
      let sequence = queue.push(at: key, pushed)
      pushed += 1
      // The newcomer goes behind its equals. The array ends with the least.
      var (low, high) = (0, model.count)
      while low < high {
        let middle = (low + high) / 2
        if model[middle].key > key { low = middle + 1 } else { high = middle }
      }
      model.insert((key, sequence), at: low)
      try compare()
    }

    mutating func pop() throws {
      let popped = queue.pop()
      let expected = model.popLast()
      try #require(popped?.key == expected?.key && popped?.sequence == expected?.sequence)
      try #require(popped?.payload == expected?.sequence)
      now = expected?.key ?? now
      try compare()
    }

    func compare() throws {
      try #require(queue.count == model.count && queue.isEmpty == model.isEmpty)
      try #require(queue.peekKey == model.last?.key)
    }
  }

  /// Grows, holds its size, and shrinks to nothing, twice.
  @Test(arguments: EventTimes.allCases, [10, 90, 1500])
  func agreesWithASortedArray(times: EventTimes, size: Int) throws {
    var random = Random(seed: 54, stream: UInt64(size))
    var pair = Pair()
    var step = 0
    for _ in 0..<2 {
      while pair.model.count < size {
        try pair.push(at: times.next(after: pair.now, step: step, &random))
        step += 1
      }
      for _ in 0..<4 * size {
        try pair.pop()
        try pair.push(at: times.next(after: pair.now, step: step, &random))
        step += 1
      }
      while !pair.model.isEmpty { try pair.pop() }
      try pair.pop()
      pair.now = 0
    }
  }

  /// Pushes and pops in no pattern, the kind of times changing, and now and then all taken out.
  @Test(arguments: 0..<6)
  func agreesWithASortedArrayWhateverComes(stream: Int) throws {
    var random = Random(seed: 55, stream: UInt64(stream))
    var pair = Pair()
    var times = EventTimes.uniform
    var growth = 0.5
    for step in 0..<20_000 {
      if random.bernoulli(0.002) {
        times = EventTimes.allCases[random.below(EventTimes.allCases.count)]
        growth = random.uniform(0.3, 0.8)
      }
      if random.bernoulli(0.0002) {
        pair.queue.removeAll()
        pair.model.removeAll()
      }
      if random.bernoulli(growth) {
        try pair.push(at: times.next(after: pair.now, step: step, &random))
      } else {
        try pair.pop()
      }
    }
    while !pair.model.isEmpty { try pair.pop() }
  }

  /// A copy goes its own way, whichever of the two is changed first and how.
  @Test func copiesDoNotShare() throws {
    var random = Random(seed: 56)
    var pair = Pair()
    for _ in 0..<1000 { try pair.push(at: Int64(random.exponential(mean: 1e9))) }
    var copies: [Pair] = []
    for step in 0..<5 {
      copies.append(pair)
      switch step {
      case 0: try pair.pop()
      case 1: try pair.push(at: pair.now + 1_000_000_000)
      case 2: for _ in 0..<3000 { try pair.push(at: pair.now + Int64(random.below(1_000_000_000))) }
      case 3: pair.queue.reserve(50_000)
      default:
        pair.queue.removeAll()
        pair.model.removeAll()
      }
      try pair.compare()
    }
    copies.append(pair)
    for index in copies.indices {
      while !copies[index].model.isEmpty { try copies[index].pop() }
    }
  }

  /// Whatever the queue still holds is let go with it.
  @Test func releasesWhatItHolds() {
    final class Token {}
    var tokens: [() -> Token?] = []
    do {
      var queue = EventQueue<Token>()
      for step in 0..<2000 {
        let token = Token()
        tokens.append { [weak token] in token }
        queue.push(at: Int64(step * 1_000_003 % 7919), token)
      }
      for _ in 0..<500 { _ = queue.pop() }
      #expect(tokens.count { $0() != nil } == 1500)
    }
    #expect(tokens.allSatisfy { $0() == nil })
  }
}
