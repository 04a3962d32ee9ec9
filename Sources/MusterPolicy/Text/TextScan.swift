import MusterMath

/// One walk over the bytes of a text: the hashes of its words, and counts of what else is in it.
struct TextScan {
  private let allBytes: Int
  private var counts = Counts()
  private var number = NumberScan()

  init(allBytes: Int) { self.allBytes = allBytes }

  private struct Counts {
    var lines = 1
    var line = 0
    var longestLine = 0
    var lineBefore = 0
    var capitals = 0
    var punctuation = 0
    var digits = 0
    var foreign = 0
    var multiples = 0
    var questions = 0
    var fullStops = 0
    var percents = 0
    var dollars = 0
    var slashes = 0
    var commas = 0
  }

  /// Walks over the text, telling each word's hash in turn.
  mutating func run(_ bytes: UnsafeRawBufferPointer, word: (UInt64) -> Void) {
    var letters = TextLetters(bytes)
    var hash = TextScan.start
    var isInside = false
    while let letter = letters.next() {
      count(letter)
      if letter.kind == .other || letter.kind == .alone, isInside {
        end(hash, word)
        isInside = false
      }
      switch letter.kind {
      case .other: break
      case .alone: end(TextScan.step(TextScan.start, letter), word)
      case .letter:
        hash = TextScan.step(isInside ? hash : TextScan.start, letter)
        isInside = true
      }
    }
    if isInside { end(hash, word) }
    number.end()
  }

  private mutating func end(_ hash: UInt64, _ word: (UInt64) -> Void) {
    if TextScan.multiples.contains(hash) { counts.multiples += 1 }
    word(Mix.mix64(hash))
  }

  /// FNV-1a over the bytes of a letter; the last byte is the lowest.
  private static func step(_ hash: UInt64, _ letter: TextLetters.Letter) -> UInt64 {
    var hash = hash
    for index in (0..<letter.length).reversed() {
      hash = (hash ^ UInt64(letter.bytes >> UInt32(8 * index) & 0xff)) &* 0x100_0000_01b3
    }
    return hash
  }

  private static let start: UInt64 = 0xcbf2_9ce4_8422_2325

  /// English words for multiples and parts: a mark of sums that take more than one step.
  private static let multiples: [UInt64] =
    ["half", "third", "quarter", "twice", "thrice", "times", "double", "triple"].map { word in
      word.utf8.reduce(start) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }

  private mutating func count(_ letter: TextLetters.Letter) {
    counts.line += letter.length
    if letter.length > 1 || letter.bytes >= 0x80 {
      counts.foreign += letter.length
      number.end()
      return
    }
    let byte = UInt8(truncatingIfNeeded: letter.raw)
    number.take(byte)
    switch byte {
    case UInt8(ascii: "\n"):
      counts.lines += 1
      counts.lineBefore = counts.line - 1
      counts.longestLine = max(counts.longestLine, counts.line - 1)
      counts.line = 0
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): counts.capitals += 1
    case UInt8(ascii: "0")...UInt8(ascii: "9"): counts.digits += 1
    case 33...47, 58...64, 91...96, 123...126: countPunctuation(byte)
    default: break
    }
  }

  private mutating func countPunctuation(_ byte: UInt8) {
    counts.punctuation += 1
    switch byte {
    case UInt8(ascii: "?"): counts.questions += 1
    case UInt8(ascii: "."): counts.fullStops += 1
    case UInt8(ascii: "%"): counts.percents += 1
    case UInt8(ascii: "$"): counts.dollars += 1
    case UInt8(ascii: "/"): counts.slashes += 1
    case UInt8(ascii: ","): counts.commas += 1
    default: break
    }
  }

  /// The measures of what was walked over, as terms.
  func measures(words: Int, distinct: Int) -> [UInt32] {
    TextMeasure.allCases.map { $0.term(value(of: $0, words: words, distinct: distinct)) }
  }

  private func value(of measure: TextMeasure, words: Int, distinct: Int) -> Double {
    let size = Double(allBytes + 1)
    let count = Double(words + 1)
    return switch measure {
    case .bytes: Portable.log(size)
    case .words: Portable.log(count)
    case .bytesPerWord: size / count
    case .numbers: log(number.count)
    case .numberShare: Double(number.count) / count
    case .lines: log(counts.lines)
    case .capitalShare: Double(counts.capitals) / size
    case .punctuationShare: Double(counts.punctuation) / size
    case .questions: log(counts.questions)
    case .longestLine: log(max(counts.longestLine, counts.line))
    case .lastLine: log(counts.lineBefore)
    case .distinctShare: Double(distinct) / count
    case .digits: log(counts.digits)
    case .fullStops: log(counts.fullStops)
    case .percents: log(counts.percents)
    case .dollars: log(counts.dollars)
    case .largestNumber: Portable.log(1 + number.largest)
    case .decimals: log(number.decimals)
    case .slashes: log(counts.slashes)
    case .commas: log(counts.commas)
    case .multiples: log(counts.multiples)
    case .foreignBytes: log(counts.foreign)
    }
  }

  private func log(_ count: Int) -> Double { Portable.log(Double(count + 1)) }
}
