import MusterMath

/// The correlation of the outcomes of two agents on one task, from tasks that several did: the moment estimate of
/// the intraclass correlation, (P(both right) - p^2) / (p (1 - p)) over all pairs of runs.
///
/// The latest ``capacity`` tasks are remembered while their runs come in; the sums keep all. O(1) an outcome.
struct PairCorrelation: Sendable, Equatable {
  static let capacity = 1024
  /// Pairs below which nothing is said.
  static let warmup = 100.0

  /// Runs and right ones of one task, by success and by vote: a vote takes the place of what was counted before.
  private struct Entry: Sendable, Equatable {
    var task: UInt64
    var isVote: Bool
    var runs = 0.0
    var right = 0.0
  }

  private var entries: [Entry] = []
  private var oldest = 0
  /// Sums over entries that fell out: runs, right runs, ordered pairs, ordered pairs of right ones.
  private var sums = SIMD4<Double>.zero

  init() {}

  mutating func add(_ isRight: Bool, to task: UInt64, isVote: Bool) {
    // Runs of one task come close together: from the latest on.
    var index = entries.lastIndex { $0.task == task }
    if index == nil {
      if entries.count < PairCorrelation.capacity {
        entries.append(Entry(task: task, isVote: isVote))
        index = entries.count - 1
      } else {
        sums += PairCorrelation.terms(entries[oldest])
        entries[oldest] = Entry(task: task, isVote: isVote)
        index = oldest
        oldest = (oldest + 1) % PairCorrelation.capacity
      }
    }
    guard let index else { return }
    if isVote && !entries[index].isVote { entries[index] = Entry(task: task, isVote: true) }
    entries[index].runs += 1
    entries[index].right += isRight ? 1 : 0
  }

  private static func terms(_ entry: Entry) -> SIMD4<Double> {
    SIMD4(entry.runs, entry.right, entry.runs * (entry.runs - 1), entry.right * (entry.right - 1))
  }

  /// In 0...1; nil where too little is known.
  var correlation: Double? {
    var all = sums
    for entry in entries { all += PairCorrelation.terms(entry) }
    guard all[2] >= 2 * PairCorrelation.warmup else { return nil }
    let p = all[1] / all[0]
    let variance = p * (1 - p)
    return variance > 0 ? min(max((all[3] / all[2] - p * p) / variance, 0), 1) : nil
  }

  func write(to writer: inout ByteWriter) {
    for lane in 0..<4 { writer.double(sums[lane]) }
    writer.varint(UInt64(oldest))
    writer.varint(UInt64(entries.count))
    for entry in entries {
      writer.varint(entry.task)
      writer.byte(entry.isVote ? 1 : 0)
      writer.varint(UInt64(entry.runs))
      writer.varint(UInt64(entry.right))
    }
  }

  /// Nil where the bytes are whole but say something impossible.
  init?(from reader: inout ByteReader) throws(ByteError) {
    for lane in 0..<4 { sums[lane] = try reader.double() }
    let oldest = try reader.varint()
    let count = try reader.count(bytesEach: 4)
    guard (0..<4).allSatisfy({ sums[$0].isFinite && sums[$0] >= 0 }), count <= PairCorrelation.capacity,
      oldest < UInt64(max(count, 1))
    else { return nil }
    self.oldest = Int(oldest)
    for _ in 0..<count {
      var entry = Entry(task: try reader.varint(), isVote: false)
      let (vote, runs, right) = (try reader.byte(), try reader.varint(), try reader.varint())
      guard vote <= 1, right <= runs, runs < 1 << 32 else { return nil }
      (entry.isVote, entry.runs, entry.right) = (vote == 1, Double(runs), Double(right))
      entries.append(entry)
    }
  }
}
