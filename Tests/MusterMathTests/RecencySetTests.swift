import MusterMath
import Testing

@Suite("A set of what was used last") struct RecencySetTests {
  /// The same set as a list, the least recent key first.
  private struct Naive {
    let capacity: Int
    var keys: [UInt64] = []

    mutating func use(_ key: UInt64) {
      keys.removeAll { $0 == key }
      keys.append(key)
      if keys.count > capacity { keys.removeFirst() }
    }
  }

  @Test("It holds what a list would", arguments: [1, 2, 3, 17, 64]) func likeAList(capacity: Int) {
    var random = Random(seed: 5, stream: UInt64(capacity))
    var set = RecencySet(capacity: capacity)
    var naive = Naive(capacity: capacity)
    for step in 0..<2000 {
      let key = UInt64(random.below(2 * capacity + 3))
      set.use(key)
      naive.use(key)
      #expect(set.count == naive.keys.count)
      #expect((0..<UInt64(2 * capacity + 3)).allSatisfy { set.contains($0) == naive.keys.contains($0) })
      if step % 100 == 0 { #expect(set.ordered == naive.keys) }
    }
    var again = RecencySet(capacity: capacity)
    for key in set.ordered { again.use(key) }
    #expect(again.ordered == set.ordered)
    set.removeAll()
    #expect(set.count == 0 && set.ordered.isEmpty && set.capacity == capacity)
  }

  @Test("A prefix counts up to its first gap, and its front goes last") func prefixes() {
    var set = RecencySet(capacity: 4)
    set.use(prefix: [1, 2, 3])
    #expect(set.prefix(of: [1, 2, 9, 3]) == 2)
    #expect(set.prefix(of: [2, 3]) == 2)
    #expect(set.prefix(of: [9, 1]) == 0)
    set.use(7)
    set.use(8)
    #expect(set.ordered == [2, 1, 7, 8])
  }
}
