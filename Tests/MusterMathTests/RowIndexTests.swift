import MusterMath
import Testing

@Suite struct RowIndexTests {
  /// Against a dictionary, under random insertions and removals over few keys, so that probes run together.
  @Test(arguments: [4, 30, 700, 20_000])
  func behavesLikeADictionary(keys: Int) throws {
    var random = Random(seed: 41, stream: UInt64(keys))
    var index = RowIndex()
    var model: [UInt64: Int32] = [:]
    for step in 0..<60_000 {
      let key = UInt64(random.below(keys)) &* (step % 2 == 0 ? 1 : 0x1_0000_0001)
      if random.bernoulli(0.55) {
        let row = Int32(step)
        let (ours, theirs) = (index.insert(key, row), model.updateValue(row, forKey: key))
        try #require(ours == theirs)
      } else {
        let (ours, theirs) = (index.remove(key), model.removeValue(forKey: key))
        try #require(ours == theirs)
      }
      try #require(index[key] == model[key])
      try #require(index.count == model.count)
    }
    for key in 0..<UInt64(keys) {
      for key in [key, key &* 0x1_0000_0001] { try #require(index[key] == model[key]) }
    }
  }

  @Test func extremeKeysAreKeys() {
    var index = RowIndex(capacity: 3)
    #expect(index.isEmpty && index[0] == nil && index[.max] == nil)
    index.insert(0, 0)
    index.insert(.max, .max)
    #expect(index[0] == 0 && index[.max] == .max && index.count == 2)
    let absent = index.remove(1)
    #expect(absent == nil)
    index.removeAll()
    #expect(index.isEmpty && index[0] == nil)
  }

  @Test func reserveKeepsWhatThereIs() {
    var index = RowIndex()
    for key in 0..<100 as Range<UInt64> { index.insert(key << 40, Int32(key)) }
    let copy = index
    index.reserve(100_000)
    index.insert(5 << 40, 7)
    for key in 0..<100 as Range<UInt64> { #expect(index[key << 40] == (key == 5 ? 7 : Int32(key))) }
    #expect(copy[5 << 40] == 5)
  }

  @Test func rowsBelowZeroAreRefused() async {
    await #expect(processExitsWith: .failure) {
      var index = RowIndex()
      index.insert(1, -1)
    }
  }
}
