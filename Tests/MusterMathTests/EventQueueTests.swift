import MusterMath
import Testing

@Suite struct EventQueueTests {
  /// Against a sorted list, with few distinct times so that ties are common.
  @Test(arguments: [1, 7, 1000])
  func popsInOrderOfTimeThenOfPush(times: Int) throws {
    var random = Random(seed: 51, stream: UInt64(times))
    var queue = EventQueue<Int>()
    var model: [(key: Int64, sequence: UInt64)] = []
    for step in 0..<20_000 {
      // Grows first, shrinks later, so that both many and no events are met.
      if random.bernoulli(step < 10_000 ? 0.52 : 0.45) {
        let key = Int64(random.below(times)) - 3
        let sequence = queue.push(at: key, step)
        let place = model.firstIndex { $0.key > key } ?? model.count
        model.insert((key, sequence), at: place)
      } else if let first = model.first {
        let next = queue.pop()
        let popped = try #require(next)
        try #require(popped.key == first.key && popped.sequence == first.sequence)
        model.removeFirst()
      } else {
        let nothing = queue.pop()
        try #require(nothing == nil)
      }
      try #require(queue.count == model.count && queue.isEmpty == model.isEmpty)
      try #require(queue.peekKey == model.first?.key)
    }
  }

  @Test func forEachDueVisitsExactlyWhatIsDue() throws {
    var random = Random(seed: 52)
    for size in 0..<200 {
      var queue = EventQueue<String>()
      var keys: [Int64] = []
      for _ in 0..<size {
        let key = Int64(random.below(50))
        keys.append(key)
        queue.push(at: key, "at \(key)")
      }
      for limit in [-1, 0, 10, 25, 60, .max] as [Int64] {
        var seen: [UInt64] = []
        queue.forEachDue(upTo: limit) { key, sequence, payload in
          #expect(payload == "at \(key)" && keys[Int(sequence)] == key)
          seen.append(sequence)
        }
        try #require(seen.sorted() == keys.indices.filter { keys[$0] <= limit }.map { UInt64($0) })
      }
      #expect(queue.count == size)
    }
  }

  /// Also in a calendar, whose days are walked.
  @Test(arguments: EventTimes.allCases)
  func forEachDueVisitsWhatIsDueAmongMany(times: EventTimes) throws {
    var random = Random(seed: 53)
    var queue = EventQueue<Int>()
    var waiting: [UInt64: Int64] = [:]
    var now: Int64 = 0
    for step in 0..<3000 {
      let key = times.next(after: now, step: step, &random)
      waiting[queue.push(at: key, step)] = key
      if step > 700 {
        let next = queue.pop()
        let popped = try #require(next)
        now = popped.key
        waiting[popped.sequence] = nil
      }
      guard step % 100 == 0 else { continue }
      let some = waiting.values.sorted()[random.below(waiting.count)]
      for limit in [now, some, .min, .max] {
        var seen: [UInt64] = []
        queue.forEachDue(upTo: limit) { _, sequence, payload in
          #expect(UInt64(payload) == sequence)
          seen.append(sequence)
        }
        try #require(seen.sorted() == waiting.filter { $0.value <= limit }.keys.sorted())
      }
    }
  }

  @Test func extremesOfTime() {
    var queue = EventQueue<Int>()
    queue.push(at: .max, 2)
    queue.push(at: .min, 1)
    let popped = [queue.pop(), queue.pop(), queue.pop()].map { $0?.payload }
    #expect(popped == [1, 2, nil])
  }

  /// Events are let go when they leave, and copies do not share.
  @Test func payloadsAreReleased() {
    final class Token: Sendable {}
    weak var gone: Token?
    var queue = EventQueue<Token>()
    do {
      let token = Token()
      gone = token
      queue.push(at: 1, token)
      queue.push(at: 2, Token())
    }
    let copy = queue
    _ = queue.pop()
    #expect(gone != nil && copy.count == 2 && queue.count == 1)
    _ = copy
    queue.removeAll()
    #expect(queue.isEmpty)
    let sequence = queue.push(at: 0, Token())
    #expect(sequence == 2)
  }
}
