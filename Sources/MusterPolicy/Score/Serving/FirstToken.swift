import MusterCore
import MusterMath

/// `first-token`: minus the seconds until the agent would begin to answer: the prompts that it was given before and
/// has not read yet, then what its cache spares it of this one. Locality and load are one number here, as in the
/// scheduler of Mooncake (Qin et al., FAST 2025), so there is no weight to set between them.
///
/// What an agent has to read is known from the choices made here; it reads at a declared rate times its speed, one
/// prompt after the other. O(blocks) an agent that has them, O(1) for one that has none.
public struct FirstToken: ListScorer {
  /// What can be told.
  public struct Settings: Sendable, Equatable {
    /// Prompt tokens that an agent of speed 1 reads in a second.
    public var rate = 10_000.0
    /// How many tokens a block of a prefix has.
    public var blockTokens = 512
    /// How many blocks an agent is believed to keep.
    public var blocks = 8192
    /// Seconds that every task under lease counts for beside the prompts: what decoding costs.
    public var crowding = 0.0
    public init() {}
  }

  private let settings: Settings
  private var book: PrefixBook
  /// By the agent's number, when it has read all that it was given.
  private var freeAt: [Instant] = []

  public var mindsChoices: Bool { true }
  public var readsTexts: Bool { true }

  public init(_ settings: Settings = Settings()) {
    self.settings = settings
    book = PrefixBook(capacity: settings.blocks)
  }

  public mutating func score(
    _ task: Int, _ rows: UnsafeBufferPointer<Int32>, in frame: borrowing Frame,
    into scores: UnsafeMutableBufferPointer<Float>
  ) {
    let prefix = frame.tasks[task].prefix
    let tokens = Int(frame.tasks[task].inputTokens)
    let numbers = book.numbers(in: frame)
    for i in 0..<rows.count {
      let row = Int(rows[i])
      let number = numbers[row]
      let reading = seconds(tokens, known: book.known(prefix, by: number), frame.pool.agents[row].speed)
      let waiting = number < 0 ? 0 : Double(max(freeAt[Int(number)] - frame.now, 0)) * 1e-9
      scores[i] = -Float(waiting + reading + settings.crowding * Double(frame.pool.inFlight[row]))
    }
  }

  public mutating func chose(_ task: Int, agent: Int, in frame: borrowing Frame) {
    let id = frame.pool.agents[agent].id
    let prefix = frame.tasks[task].prefix
    let reading = seconds(
      Int(frame.tasks[task].inputTokens), known: book.known(prefix, of: id), frame.pool.agents[agent].speed)
    let number = book.add(prefix, to: id)
    if number == freeAt.count { freeAt.append(frame.now) }
    freeAt[number] = max(freeAt[number], frame.now) + Nanoseconds(min(reading, 1e9) * 1e9)
  }

  /// How long an agent reads what it does not know of a prompt.
  private func seconds(_ tokens: Int, known blocks: Int, _ speed: Double) -> Double {
    Double(max(tokens - blocks * settings.blockTokens, 0)) / (settings.rate * speed)
  }

  public func snapshot() -> [UInt8] {
    if book.isEmpty { return [] }
    var writer = ByteWriter()
    book.write(to: &writer)
    for instant in freeAt { writer.zigzag(instant.nanoseconds) }
    return writer.bytes
  }

  public mutating func restore(_ bytes: [UInt8]) throws(PolicyError) {
    var restored = FirstToken(settings)
    if !bytes.isEmpty {
      restored = try Learned.read(bytes, word: "first-token") {
        [settings] (reader: inout ByteReader) throws(ByteError) -> FirstToken? in
        var read = FirstToken(settings)
        guard let book = try PrefixBook(capacity: settings.blocks, from: &reader) else { return nil }
        read.book = book
        for _ in book.ids {
          read.freeAt.append(Instant(try reader.zigzag()))
        }
        return read
      }
    }
    self = restored
  }
}

extension FirstToken {
  static let word = Word.score(
    "first-token",
    [
      Parameter(
        "rate", .number(1...1_000_000_000), standard: .number(10_000),
        meaning: "Prompt tokens that an agent of speed 1 reads in a second."),
      Parameter(
        "block", .integer(1...1_000_000), standard: .integer(512), meaning: "Tokens in a block of a prefix."),
      PrefixBook.parameter,
      Parameter(
        "crowding", .number(0...1_000_000), standard: .number(0),
        meaning: "Seconds that each task under lease counts for beside the prompts."),
    ],
    meaning:
      "Minus the seconds until the agent would begin to answer: its queue, and what its cache spares it.",
    source: "Mooncake, Qin et al., FAST 2025",
    make: { arguments in
      var settings = Settings()
      settings.rate = arguments.number("rate")
      settings.blockTokens = arguments.integer("block")
      settings.blocks = arguments.integer("blocks")
      settings.crowding = arguments.number("crowding")
      return .listScorer(FirstToken(settings))
    })
}
