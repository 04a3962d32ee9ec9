import MusterMath
import Testing

/// The golden values are of an independent implementation in Python. They are a promise: never change them.
@Suite struct StateHasherTests {
  @Test func goldenValues() {
    var hasher = StateHasher()
    #expect(hasher.finish() == 0x7a23_5e99_4b49_5db8)
    hasher.combine(0 as UInt64)
    #expect(hasher.finish() == 0x3a9d_9481_6917_8efe)

    hasher = StateHasher()
    hasher.combine(1 as UInt64)
    hasher.combine(-1 as Int64)
    hasher.combine("Muster keeps every task.")
    hasher.combine(bytes: [1, 2, 3])
    #expect(hasher.finish() == 0x3530_05c1_f7fe_ce64)

    hasher = StateHasher(seed: 42)
    for word in 0..<1000 as Range<UInt64> { hasher.combine(word) }
    #expect(hasher.finish() == 0xf147_f7e0_5ca7_fa14)
  }

  @Test func orderLengthAndSignCount() {
    func hash(_ body: (inout StateHasher) -> Void) -> UInt64 {
      var hasher = StateHasher()
      body(&hasher)
      return hasher.finish()
    }
    let hashes = [
      hash {
        $0.combine(1 as UInt64); $0.combine(2 as UInt64)
      },
      hash {
        $0.combine(2 as UInt64); $0.combine(1 as UInt64)
      },
      hash {
        $0.combine("ab"); $0.combine("c")
      },
      hash {
        $0.combine("a"); $0.combine("bc")
      },
      hash { $0.combine(bytes: []) },
      hash { $0.combine(bytes: [0]) },
      hash { $0.combine(bytes: [0, 0]) },
      hash { $0.combine(bytes: [UInt8](repeating: 0, count: 8)) },
      hash { $0.combine(0.0) },
      hash { $0.combine(-0.0) },
    ]
    for (index, hash) in hashes.enumerated() {
      // 0.0 and an empty piece are both the one word 0.
      let twin = index == 4 || index == 8 ? 2 : 1
      #expect(hashes.count { $0 == hash } == twin, "case \(index)")
    }
  }

  /// Every single-bit change of a long input shows.
  @Test func everyBitCounts() {
    var random = Random(seed: 62)
    let bytes = (0..<61).map { _ in UInt8(random.below(256)) }
    var seen: Set<UInt64> = []
    for bit in 0..<(bytes.count * 8) {
      var changed = bytes
      changed[bit / 8] ^= 1 << UInt8(bit % 8)
      var hasher = StateHasher()
      hasher.combine(bytes: changed)
      seen.insert(hasher.finish())
    }
    var hasher = StateHasher()
    hasher.combine(bytes: bytes)
    seen.insert(hasher.finish())
    #expect(seen.count == bytes.count * 8 + 1)
  }
}
