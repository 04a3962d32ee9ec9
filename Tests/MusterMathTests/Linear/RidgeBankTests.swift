import MusterMath
import Testing

@Suite("A bank of ridge regressions") struct RidgeBankTests {
  private func draw(_ random: inout Random, _ dimension: Int) -> [Double] {
    (0..<dimension).map { _ in random.normal() }
  }

  private func add<S: LinearScalar>(
    _ bank: inout RidgeBank<S>, _ x: [Double], _ reward: Double, _ arm: Int, weight: Double = 1
  ) -> Bool {
    x.map { S($0) }.withUnsafeBufferPointer { bank.add($0, reward: reward, to: arm, weight: weight) }
  }

  private func predict<S: LinearScalar>(_ bank: inout RidgeBank<S>, _ arm: Int, _ x: [Double])
    -> SIMD2<Double>
  {
    let (mean, width) = x.map { S($0) }.withUnsafeBufferPointer { bank.predict(arm, at: $0) }
    return SIMD2(Double(mean), Double(width))
  }

  private func expectClose<S: LinearScalar>(
    _ bank: inout RidgeBank<S>, _ arm: Int, _ naive: NaiveRidge, _ x: [Double], within: Double
  ) {
    let found = predict(&bank, arm, x)
    #expect((found[0] - naive.mean(x)).magnitude <= within * max(1, naive.mean(x).magnitude))
    #expect((found[1] - naive.width(x)).magnitude <= within * naive.width(x))
  }

  @Test("gives what the definition gives, in Double and in Float", arguments: [1, 2, 5, 8, 9, 32])
  func exact(dimension: Int) {
    var random = Random(seed: UInt64(dimension))
    var wide = RidgeBank<Double>(dimension: dimension, ridge: 0.7)
    var narrow = RidgeBank<Float>(dimension: dimension, ridge: 0.7)
    var naive = (0..<6).map { _ in NaiveRidge(dimension: dimension, ridge: 0.7) }
    for _ in 0..<6 {
      wide.append()
      narrow.append()
    }
    for step in 0..<300 {
      // As a Float holds it, so that both learn the same.
      let x = draw(&random, dimension).map { Double(Float($0)) }
      let reward = random.normal()
      let arm = step % 6
      #expect(add(&wide, x, reward, arm) && add(&narrow, x, reward, arm))
      naive[arm].add(x, reward: reward)
    }
    let x = draw(&random, dimension)
    for arm in 0..<6 {
      expectClose(&wide, arm, naive[arm], x, within: 1e-11)
      expectClose(&narrow, arm, naive[arm], x, within: 2e-5)
    }
  }

  @Test("answers for many arms, and for many questions, as for one") func many() {
    var random = Random(seed: 5)
    let dimension = 11
    var bank = RidgeBank<Float>(dimension: dimension, ridge: 1)
    for arm in 0..<7 {
      bank.append()
      for _ in 0..<20 { _ = add(&bank, draw(&random, dimension), random.normal(), arm) }
    }
    let x = draw(&random, dimension)
    let arms: [Int32] = [6, 0, 3, 3, 5, 1]
    var means = [Float](repeating: .nan, count: 20)
    var widths = means
    x.map { Float($0) }.withUnsafeBufferPointer { x in
      arms.withUnsafeBufferPointer { bank.predict($0, at: x, means: &means, widths: &widths) }
    }
    for (k, arm) in arms.enumerated() {
      let alone = predict(&bank, Int(arm), x)
      #expect(
        (Double(means[k]) - alone[0]).magnitude < 1e-5 && (Double(widths[k]) - alone[1]).magnitude < 1e-5)
    }
    let questions = (0..<19).map { _ in draw(&random, dimension) }
    questions.flatMap { $0.map { Float($0) } }.withUnsafeBufferPointer {
      bank.predict(4, atEach: $0, means: &means, widths: &widths)
    }
    for (k, x) in questions.enumerated() {
      let alone = predict(&bank, 4, x)
      #expect(
        (Double(means[k]) - alone[0]).magnitude < 1e-5 && (Double(widths[k]) - alone[1]).magnitude < 1e-5)
    }
    #expect(means[19].isNaN && widths[19].isNaN)
  }

  @Test("takes back and corrects what it learned") func corrections() {
    var random = Random(seed: 6)
    var bank = RidgeBank<Double>(dimension: 4, ridge: 1)
    var naive = NaiveRidge(dimension: 4, ridge: 1)
    bank.append()
    var seen: [([Double], Double)] = []
    for _ in 0..<50 {
      seen.append((draw(&random, 4), random.normal()))
      _ = add(&bank, seen[seen.count - 1].0, seen[seen.count - 1].1, 0)
    }
    for (index, (x, reward)) in seen.enumerated() {
      if index % 3 == 0 {
        x.withUnsafeBufferPointer { _ = bank.remove($0, reward: reward, from: 0) }
      } else if index % 3 == 1 {
        x.withUnsafeBufferPointer { _ = bank.correct($0, by: 2 - reward, at: 0) }
        naive.add(x, reward: 2)
      } else {
        naive.add(x, reward: reward)
      }
    }
    expectClose(&bank, 0, naive, draw(&random, 4), within: 1e-10)
    for (index, (x, reward)) in seen.enumerated() where index % 3 != 0 {
      x.withUnsafeBufferPointer { _ = bank.remove($0, reward: index % 3 == 1 ? 2 : reward, from: 0) }
    }
    expectClose(&bank, 0, NaiveRidge(dimension: 4, ridge: 1), [1, 2, 3, 4], within: 1e-10)
  }

  @Test("forgets at a rate, with a ridge that stays between half and whole") func discount() {
    var random = Random(seed: 7)
    var bank = RidgeBank<Double>(dimension: 5, ridge: 2)
    var naive = NaiveRidge(dimension: 5, ridge: 2)
    bank.append()
    var ridge = 2.0
    for step in 0..<200 {
      let factor = step % 50 == 49 ? 0.01 : 0.93
      let left = ridge * factor < 1 ? 2 : ridge * factor
      naive.decay(by: factor, ridgeBefore: ridge, ridgeAfter: left)
      ridge = left
      bank.decay(0, by: factor)
      let x = draw(&random, 5)
      naive.add(x, reward: x[0])
      _ = add(&bank, x, x[0], 0)
      expectClose(&bank, 0, naive, draw(&random, 5), within: 1e-9)
    }
  }

  @Test("does not drift: the inverse kept in Float stays that of what was learned") func drift() {
    var random = Random(seed: 8)
    var bank = RidgeBank<Float>(dimension: 6, ridge: 0.1)
    bank.append()
    // Almost always the same direction: the worst for repeated updates.
    for _ in 0..<50_000 {
      _ = add(&bank, (0..<6).map { 1 + 0.01 * Double($0) + 0.05 * random.normal() }, random.unit(), 0)
    }
    var fresh = bank
    fresh.refresh(0)
    for (kept, exact) in zip(bank.inverse(0), fresh.inverse(0)) {
      #expect((kept - exact).magnitude <= 0.01 * fresh.inverse(0)[0].magnitude)
    }
  }

  @Test("adds up: two halves merged are the whole") func merged() {
    var random = Random(seed: 9)
    var whole = RidgeBank<Double>(dimension: 7, ridge: 0.5)
    var halves = [whole, whole]
    whole.append()
    for half in 0..<2 { halves[half].append() }
    for step in 0..<100 {
      // Numbers with few bits, whose sums are exact in any order.
      let x = (0..<7).map { _ in Double(random.below(9) - 4) / 4 }
      let reward = Double(random.below(5)) / 4
      _ = add(&whole, x, reward, 0)
      _ = add(&halves[step % 2], x, reward, 0)
    }
    halves[0].merge(halves[1], arm: 0, into: 0)
    #expect(halves[0].matrix(0) == whole.matrix(0) && halves[0].moment(0) == whole.moment(0))
    #expect(halves[0].weights == [100])
    whole.refresh(0)
    #expect(halves[0].theta(0) == whole.theta(0) && halves[0].inverse(0) == whole.inverse(0))
  }

  @Test("does not learn from what is no number") func notFinite() {
    var bank = RidgeBank<Float>(dimension: 3, ridge: 1)
    bank.append()
    _ = add(&bank, [1, 2, 3], 1, 0)
    var before = ByteWriter()
    bank.write(to: &before)
    #expect(!add(&bank, [1, .nan, 0], 1, 0) && !add(&bank, [1, .infinity, 0], 1, 0))
    #expect(!add(&bank, [1, 1, 1], .nan, 0) && !add(&bank, [1, 1, 1], .infinity, 0))
    #expect(!add(&bank, [1, 1], 1, 0))
    var after = ByteWriter()
    bank.write(to: &after)
    #expect(before.bytes == after.bytes)
  }

  @Test("is read as it was written, and not from damaged bytes") func bytes() throws {
    var random = Random(seed: 10)
    var bank = RidgeBank<Float>(dimension: 3, ridge: 1)
    for arm in 0..<3 {
      bank.append()
      for _ in 0..<9 { _ = add(&bank, draw(&random, 3), random.unit(), arm) }
    }
    bank.decay(1, by: 0.9)
    var writer = ByteWriter()
    bank.write(to: &writer)
    var reader = ByteReader(writer.bytes)
    let read = try #require(try RidgeBank<Float>(from: &reader, dimension: 3, ridge: 1))
    var again = ByteWriter()
    read.write(to: &again)
    #expect(again.bytes == writer.bytes && reader.isAtEnd)
    var cut = ByteReader(Array(writer.bytes.dropLast()))
    #expect(throws: ByteError.self) { _ = try RidgeBank<Float>(from: &cut, dimension: 3, ridge: 1) }
    var otherRidge = ByteReader(writer.bytes)
    #expect(try RidgeBank<Float>(from: &otherRidge, dimension: 3, ridge: 0.25) == nil)
  }
}
