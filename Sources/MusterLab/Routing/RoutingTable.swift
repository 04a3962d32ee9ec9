import MusterMath
import MusterPolicy

/// What a weak and a strong model answered to prompts, ready for a routing study: the prompts as hashed
/// terms.
public struct RoutingTable: Sendable {
  /// The file it was read from.
  public let file: String
  /// How many prompts were left out because RouteLLM found them in its training data.
  public let contaminated: Int
  let terms: [[UInt32]]
  /// Bytes of each prompt.
  let lengths: [Int]
  /// The subject's number, where the file names one.
  let subjects: [Int]?
  let weak, strong: [Bool]

  /// How many prompts there are.
  public var count: Int { weak.count }

  /// Reads a file with the columns of ``RouteLLMReader``. Throws ``TraceError``.
  public init(path: String) throws(TraceError) {
    var reader = try RouteLLMReader(path: path)
    var records: [RouteLLMRecord] = []
    while let record = try reader.next() { records.append(record) }
    let clean = records.filter { !ContaminatedPrompts.contains($0.prompt) }
    guard !clean.isEmpty else {
      throw TraceError(.fieldCount, file: path, found: "no rows", expected: "at least one below the header")
    }
    self.init(clean, file: path, contaminated: records.count - clean.count)
  }

  /// A table of the given records.
  public init(_ records: [RouteLLMRecord], file: String = "", contaminated: Int = 0) {
    self.file = file
    self.contaminated = contaminated
    terms = records.map { TextTerms.terms(of: $0.prompt) }
    lengths = records.map(\.prompt.utf8.count)
    weak = records.map(\.weakCorrect)
    strong = records.map(\.strongCorrect)
    var numbers: [String: Int] = [:]
    var subjects: [Int] = []
    for record in records {
      guard let subject = record.subject else { continue }
      let number = numbers[subject] ?? numbers.count
      numbers[subject] = number
      subjects.append(number)
    }
    self.subjects = subjects.count == records.count && !records.isEmpty ? subjects : nil
  }
}
