import MusterMath
import Testing

@Suite struct MixTests {
  /// The published outputs of splitmix64 for seed 1234567 (Rosetta Code, "Pseudo-random numbers/Splitmix64").
  @Test func finaliserIsThatOfSplitmix64() {
    let published: [UInt64] = [
      6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
      4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
    ]
    let outputs = (1...5).map { Mix.mix64(1_234_567 &+ UInt64($0) &* 0x9e37_79b9_7f4a_7c15) }
    #expect(outputs == published)
  }

  /// Golden values of an independent implementation in Python.
  @Test func hashIsStable() {
    #expect(Mix.hash(1, 2) == 0x5590_7708_052e_8d7c)
    #expect(Mix.hash(1, 2, 3) == 0xe66f_171c_4118_7f89)
    #expect(Mix.hash(1, 2) != Mix.hash(2, 1))
  }

  @Test func unitSpansZeroToJustBelowOne() {
    #expect(Mix.unit(0) == 0)
    #expect(Mix.unit(.max) == 1 - 0x1p-53)
    #expect(Mix.unit(1 << 63) == 0.5)
  }

  /// Each input bit flips each output bit about half the time.
  @Test func everyInputBitSwaysTheHash() {
    for bit in 0..<64 {
      var flips = 0
      for key in 0..<256 as Range<UInt64> {
        flips += (Mix.hash(7, key) ^ Mix.hash(7, key ^ 1 << UInt64(bit))).nonzeroBitCount
      }
      #expect((7_800...8_600).contains(flips), "bit \(bit): \(flips) of 16384")
    }
  }
}
