import MusterMath
import Testing

@Suite struct EventHeapTests {
  /// Against a sorted list, with few distinct times so that ties are common.
  @Test(arguments: [1, 7, 1000])
  func popsInOrderOfTimeThenOfPush(times: Int) throws {
    var random = Random(seed: 51, stream: UInt64(times))
    var heap = EventHeap<Int>()
    var model: [(key: Int64, sequence: UInt64)] = []
    for step in 0..<20_000 {
      // Grows first, shrinks later, so that both many and no events are met.
      if random.bernoulli(step < 10_000 ? 0.52 : 0.45) {
        let key = Int64(random.below(times)) - 3
        let sequence = heap.push(at: key, step)
        let place = model.firstIndex { $0.key > key } ?? model.count
        model.insert((key, sequence), at: place)
      } else if let first = model.first {
        let next = heap.pop()
        let popped = try #require(next)
        try #require(popped.key == first.key && popped.sequence == first.sequence)
        model.removeFirst()
      } else {
        let nothing = heap.pop()
        try #require(nothing == nil)
      }
      try #require(heap.count == model.count && heap.isEmpty == model.isEmpty)
      try #require(heap.peekKey == model.first?.key)
    }
  }

  @Test func forEachDueVisitsExactlyWhatIsDue() throws {
    var random = Random(seed: 52)
    for size in 0..<200 {
      var heap = EventHeap<String>()
      var keys: [Int64] = []
      for _ in 0..<size {
        let key = Int64(random.below(50))
        keys.append(key)
        heap.push(at: key, "at \(key)")
      }
      for limit in [-1, 0, 10, 25, 60, .max] as [Int64] {
        var seen: [UInt64] = []
        heap.forEachDue(upTo: limit) { key, sequence, payload in
          #expect(payload == "at \(key)" && keys[Int(sequence)] == key)
          seen.append(sequence)
        }
        try #require(seen.sorted() == keys.indices.filter { keys[$0] <= limit }.map { UInt64($0) })
      }
      #expect(heap.count == size)
    }
  }

  @Test func extremesOfTime() {
    var heap = EventHeap<Int>()
    heap.push(at: .max, 2)
    heap.push(at: .min, 1)
    let popped = [heap.pop(), heap.pop(), heap.pop()].map { $0?.payload }
    #expect(popped == [1, 2, nil])
  }

  /// Events are let go when they leave, and copies do not share.
  @Test func payloadsAreReleased() {
    final class Token: Sendable {}
    weak var gone: Token?
    var heap = EventHeap<Token>()
    do {
      let token = Token()
      gone = token
      heap.push(at: 1, token)
      heap.push(at: 2, Token())
    }
    let copy = heap
    _ = heap.pop()
    #expect(gone != nil && copy.count == 2 && heap.count == 1)
    _ = copy
    heap.removeAll()
    #expect(heap.isEmpty)
    let sequence = heap.push(at: 0, Token())
    #expect(sequence == 2)
  }
}
