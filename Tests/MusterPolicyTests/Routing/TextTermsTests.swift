import MusterCore
import MusterMath
import MusterPolicy
import Testing

@Suite("The terms of a text") struct TextTermsTests {
  private func words(_ text: String) -> [UInt32] {
    TextTerms.terms(of: text).filter { TextMeasure.reading($0) == nil }
  }

  private func measures(_ text: String) -> [Float] {
    TextTerms.terms(of: text).compactMap { TextMeasure.reading($0)?.value }
  }

  private func hash(_ terms: [UInt32]) -> UInt64 {
    var hasher = StateHasher()
    for term in terms { hasher.combine(UInt64(term)) }
    return hasher.finish()
  }

  @Test("are the same in every run and release") func golden() {
    // What this code gave when it was written: stored logs and learned weights depend on it.
    #expect(
      hash(TextTerms.terms(of: "How many of 3.5% are left? $1,200 Größe Ωμέγα 東京 Жизнь\n½"))
        == 13_902_280_986_217_277_416)
    #expect(hash(TextTerms.terms(of: Array(0...255))) == 13_379_372_805_195_789_822)
  }

  @Test("are words and phrases once each, in order, without case") func wordsAndPhrases() {
    #expect(words("to be or not") == words("TO, be -- Or (not)!"))
    #expect(words("to be to be").count == 2 + 2)
    #expect(words("to be or not").count == 4 + 3)
    #expect(words("to be or not").prefix(2) == words("to be").prefix(2))
    #expect(words("ÉCOLE ΩΔ ЁЖ Я") == words("école ωδ ёж я"))
    #expect(words("東京").count == 2 + 1)
    #expect(words("a\u{2019}s") == words("a s"))
    #expect(words("ab") != words("ba"))
  }

  @Test("tell measures") func measured() {
    let text = "Half of 1,200.50 is?\nNo"
    let found = Dictionary(
      uniqueKeysWithValues: TextTerms.terms(of: text).compactMap { TextMeasure.reading($0) }
        .map { ($0.place, $0.value) })
    let log = { (count: Double) in Float((Portable.log(1 + count) * 1024).rounded() / 1024) }
    #expect(found.count == TextMeasure.allCases.count)
    #expect(found[TextMeasure.bytes.rawValue] == log(23))
    #expect(found[TextMeasure.words.rawValue] == log(7))
    #expect(found[TextMeasure.numbers.rawValue] == log(1))
    #expect(found[TextMeasure.decimals.rawValue] == log(1))
    #expect(found[TextMeasure.largestNumber.rawValue] == log(1200))
    #expect(found[TextMeasure.lines.rawValue] == log(2))
    #expect(found[TextMeasure.longestLine.rawValue] == log(20))
    #expect(found[TextMeasure.questions.rawValue] == log(1))
    #expect(found[TextMeasure.multiples.rawValue] == log(1))
    #expect(found[TextMeasure.foreignBytes.rawValue] == 0)
  }

  @Test(
    "of nothing are none, of anything some",
    arguments: [
      [0xff], [0xc3], [0xe2, 0x82], [0xf0, 0x9f, 0x98], [0x80, 0x41], [0xed, 0xa0, 0x80], [0], [0xc0, 0x80],
    ] as [[UInt8]])
  func anyBytes(_ bytes: [UInt8]) {
    #expect(TextTerms.terms(of: [UInt8]()).isEmpty)
    let terms = TextTerms.terms(of: bytes)
    #expect(terms.count >= TextMeasure.allCases.count)
    #expect(TextTerms.terms(of: bytes) == terms)
  }

  @Test("are bounded for long texts") func bounded() {
    var random = Random(seed: 4)
    let text = (0..<200_000).map { _ in String(random.next() >> 40, radix: 36) }.joined(separator: " ")
    let terms = TextTerms.terms(of: text)
    #expect(terms.count == Task.termLimit)
    #expect(Set(terms).count == terms.count)
    // Beyond what is read only the size counts.
    let longer = TextTerms.terms(of: text + " and more")
    #expect(longer.dropFirst(3) == terms.dropFirst(3))
    #expect(TextTerms.terms(of: "a b c", limit: 3).count == 3)
    #expect(TextTerms.terms(of: "a b c", limit: 0).isEmpty)
  }

  @Test("clamp a measure's value") func clamped() {
    #expect(TextMeasure.reading(TextMeasure.words.term(.nan))?.value == 0)
    #expect(TextMeasure.reading(TextMeasure.words.term(-3))?.value == 0)
    #expect(TextMeasure.reading(TextMeasure.words.term(.infinity))?.value == Float(0x7fff) / 1024)
    #expect(TextMeasure.reading(TextMeasure.words.term(1.5))?.place == TextMeasure.words.rawValue)
  }
}
