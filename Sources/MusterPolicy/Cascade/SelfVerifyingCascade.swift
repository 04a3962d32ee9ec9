import MusterCore
import MusterMath

/// `self-verification(stages: "a > b", ...)`: the agents in an order; after each answer the belief about the task, by
/// all that its verifier said of the answers so far, decides whether to keep the answer or to ask the next stage
/// (AutoMix, Aggarwal et al., 2024: ``SelfVerification``). Where a stage was passed over, or its answer was not
/// graded, the belief goes by the rest; an agent that is no stage has its verifier decide.
///
/// What was seen of the latest 4,096 tasks that were sent on is kept with what is learned.
struct SelfVerifyingCascade: ListScorer {
  /// What was seen of a task, found by its number.
  private struct Entry: DecisionEntry {
    var decision: UInt64
    /// By stage the class of confidence, -1 for none.
    var seen: SIMD4<Int8>
  }

  static let capacity = 1 << 12

  private var order: FittedCascade
  private let counts: AnswerCounts
  /// Nil without stages.
  private let model: SelfVerification?
  private var tasks = DecisionRing<Entry>(capacity: SelfVerifyingCascade.capacity)

  var hasFeatures: Bool { true }

  init(stages: [String], counts: AnswerCounts, model: SelfVerification?) {
    order = FittedCascade(stages: stages)
    self.counts = counts
    self.model = model
  }

  /// The stage, -1 for none: an outcome says nothing of an agent's name.
  mutating func features(for task: Int, agent: Int, in frame: borrowing Frame, into features: inout [Float]) {
    features.append(Float(order.stage(ofRow: agent, in: frame)))
  }

  mutating func score(
    _ task: Int, _ rows: UnsafeBufferPointer<Int32>, in frame: borrowing Frame,
    into scores: UnsafeMutableBufferPointer<Float>
  ) { order.score(task, rows, in: frame, into: scores) }

  func keeps(_ answer: GradedAnswer) -> Bool? {
    guard let model, let stage = order.stage(of: answer.agent) else { return nil }
    let seen = tasks[answer.task.id.rawValue]?.seen ?? SIMD4(repeating: -1)
    let before = (0..<stage).map { seen[$0] < 0 ? nil : Int(seen[$0]) }
    return model.action(after: before + [counts.level(of: answer.confidence)]).map { $0 == .keep }
  }

  mutating func observe(_ outcomes: [Outcome]) {
    for outcome in outcomes where !outcome.succeeded && !outcome.isCorrection {
      guard let confidence = outcome.confidence, let feature = outcome.features.first,
        let stage = Int(exactly: feature), (0..<counts.stages).contains(stage)
      else { continue }
      let task = outcome.task.rawValue
      if !tasks.contains(task) { tasks.push(Entry(decision: task, seen: SIMD4(repeating: -1))) }
      tasks.update(task) { $0.seen[stage] = Int8(counts.level(of: confidence)) }
    }
  }

  func snapshot() -> [UInt8] {
    if tasks.isEmpty { return [] }
    var writer = ByteWriter()
    tasks.write(to: &writer) { entry, writer in
      writer.varint(entry.decision)
      for stage in 0..<4 { writer.byte(UInt8(bitPattern: entry.seen[stage])) }
    }
    return writer.bytes
  }

  mutating func restore(_ bytes: [UInt8]) throws(PolicyError) {
    tasks = try Self.read(bytes, classes: counts.classes)
  }

  /// Tasks that another has under way stay its own.
  mutating func merge(_ bytes: [UInt8]) throws(PolicyError) {
    _ = try Self.read(bytes, classes: counts.classes)
  }

  private static func read(_ bytes: [UInt8], classes: Int) throws(PolicyError) -> DecisionRing<Entry> {
    var tasks = DecisionRing<Entry>(capacity: capacity)
    if bytes.isEmpty { return tasks }
    let entries = try Learned.read(bytes, word: "self-verification") {
      (reader: inout ByteReader) throws(ByteError) -> [Entry]? in
      var entries: [Entry] = []
      for _ in 0..<(try reader.count(bytesEach: 5)) {
        var entry = Entry(decision: try reader.varint(), seen: .zero)
        for stage in 0..<4 {
          entry.seen[stage] = Int8(bitPattern: try reader.byte())
          guard entry.seen[stage] >= -1, Int(entry.seen[stage]) < classes else { return nil }
        }
        entries.append(entry)
      }
      return entries.count <= capacity ? entries : nil
    }
    for entry in entries {
      guard !tasks.contains(entry.decision) else {
        throw PolicyError(policy: "self-verification", found: "a task twice", expected: "each task once")
      }
      tasks.push(entry)
    }
    return tasks
  }
}
