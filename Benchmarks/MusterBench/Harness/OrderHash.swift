/// Folds a sequence of numbers into one (FNV-1a on 64-bit words); the peers' `peer.py` has the same.
struct OrderHash {
  private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  mutating func fold(_ number: UInt64) { value = (value ^ number) &* 0x100_0000_01B3 }

  var text: String { String(value, radix: 16) }
}
