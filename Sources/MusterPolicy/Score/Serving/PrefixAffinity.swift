import MusterCore
import MusterMath

/// `prefix`: the share of the task's prompt, from its start, that the agent should have in its cache: 0 for nothing
/// or a prompt whose blocks are not known, 1 for all of it.
///
/// The highest such score sends all that is alike to one place; add a score for load. O(blocks) an agent that has
/// them, O(1) for one that has none.
public struct PrefixAffinity: ListScorer {
  private let capacity: Int
  private var book: PrefixBook

  public var mindsChoices: Bool { true }
  public var readsTexts: Bool { true }

  /// - Parameter blocks: how many blocks an agent is believed to keep.
  public init(blocks: Int = 8192) {
    capacity = blocks
    book = PrefixBook(capacity: blocks)
  }

  public mutating func score(
    _ task: Int, _ rows: UnsafeBufferPointer<Int32>, in frame: borrowing Frame,
    into scores: UnsafeMutableBufferPointer<Float>
  ) {
    let prefix = frame.tasks[task].prefix
    let numbers = book.numbers(in: frame)
    for i in 0..<rows.count {
      scores[i] =
        prefix.isEmpty ? 0 : Float(book.known(prefix, by: numbers[Int(rows[i])])) / Float(prefix.count)
    }
  }

  public mutating func chose(_ task: Int, agent: Int, in frame: borrowing Frame) {
    book.add(frame.tasks[task].prefix, to: frame.pool.agents[agent].id)
  }

  public func snapshot() -> [UInt8] {
    if book.isEmpty { return [] }
    var writer = ByteWriter()
    book.write(to: &writer)
    return writer.bytes
  }

  public mutating func restore(_ bytes: [UInt8]) throws(PolicyError) {
    var restored = PrefixBook(capacity: capacity)
    if !bytes.isEmpty {
      restored = try Learned.read(bytes, word: "prefix") {
        [capacity] (reader: inout ByteReader) throws(ByteError) -> PrefixBook? in
        try PrefixBook(capacity: capacity, from: &reader)
      }
    }
    book = restored
  }
}

extension PrefixAffinity {
  static let word = Word.score(
    "prefix", [PrefixBook.parameter],
    meaning: "The share of the prompt that the agent should have in its cache.",
    source: "SGLang, Zheng et al., NeurIPS 2024",
    make: { .listScorer(PrefixAffinity(blocks: $0.integer("blocks"))) })
}
