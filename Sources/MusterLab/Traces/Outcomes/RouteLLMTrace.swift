import MusterCore
import MusterMath
import MusterPolicy

/// What a weak and a strong model answered to the prompts of a benchmark: right or wrong.
///
/// Prompts come once each, in an order drawn by the seed; the reward is 1 for a right answer. The price a
/// prompt is declared: RouteLLM puts GPT-4 at 24.7 and Mixtral 8x7B at 0.24 US dollars a million tokens, 103
/// times as much. A task's payload is the prompt, its terms those of the prompt (``TextTerms``), its kind the
/// subject where the file names one, its one feature the logarithm of 1 + the prompt's bytes.
public struct RouteLLMTrace: Trace {
  static let weakPrice = TraceKey.number(
    "weak-price", 0.00024, in: 0...1000, "US dollars for a prompt to the weak model: 1,000 tokens (declared)")
  static let ratio = TraceKey.number(
    "ratio", 103, in: 0...1_000_000,
    "price of the strong model over that of the weak one (RouteLLM: 24.7 / 0.24)")
  static let seconds = TraceKey.number(
    "seconds", 1, in: 0...1_000_000, "how long an answer takes, seconds (declared)")

  static let scheme = TraceScheme(
    name: "routellm", summary: "prompts that a weak and a strong model answered, rightly or wrongly",
    path: .needed("a csv or csv.gz with prompt, weak_correct, strong_correct"),
    parameters: [
      ratio.parameter, weakPrice.parameter, OutcomeKeys.attempts.parameter, seconds.parameter,
      OutcomeKeys.gap.parameter, OutcomeKeys.limit.parameter, OutcomeKeys.half.parameter,
      OutcomeKeys.split.parameter, OutcomeKeys.verifierError.parameter,
      OutcomeKeys.verifierStrength.parameter,
    ],
    example: "routellm:data/routellm/gsm8k.csv.gz?ratio=50",
    source: "lm-sys/RouteLLM; Ong et al., 2024 (prices: its cost analysis)", licence: "Apache-2.0"
  ) { try RouteLLMTrace($0) }

  public let spec: String
  private let world: OutcomeWorld
  private let agents: [Agent]
  private let order: OutcomeOrder
  private let vocabulary: Vocabulary
  private let tasks: [Task]
  private let right: (weak: Int, strong: Int)

  /// Reads the file. Throws ``TraceSpecError`` or ``TraceError``.
  public init(_ spec: TraceSpec) throws {
    self.spec = spec.text
    let weakPrice = try spec.value(Self.weakPrice)
    let prices = [weakPrice, weakPrice * (try spec.value(Self.ratio))].map { saturatedWhole($0 * 1e6) }
    let duration = saturatedNanoseconds(try spec.value(Self.seconds))
    order = try OutcomeOrder(spec, longest: duration)
    var reader = try RouteLLMReader(path: spec.path)
    var vocabulary = Vocabulary()
    var tasks: [Task] = []
    var cells: [OutcomeWorld.Cell] = []
    var right = (weak: 0, strong: 0)
    while let record = try reader.next() {
      let kind = try record.subject.map { subject throws(TraceError) in
        try vocabulary.index(of: subject, in: .kind, from: reader.file, line: reader.line, column: "subject")
      }
      let length = Float(Portable.log(Double(1 + record.prompt.utf8.count)))
      var task = Task(
        id: TaskID(UInt64(tasks.count) + 1), kind: KindID(kind ?? 0), features: [length],
        payload: record.prompt)
      task.terms = TextTerms.terms(of: record.prompt)
      tasks.append(task)
      for (price, isRight) in zip(prices, [record.weakCorrect, record.strongCorrect]) {
        cells.append(OutcomeWorld.Cell(succeeded: isRight, cost: price, duration: duration))
      }
      if record.weakCorrect { right.weak += 1 }
      if record.strongCorrect { right.strong += 1 }
    }
    guard !tasks.isEmpty else {
      throw TraceError(
        .fieldCount, file: spec.path, found: "no rows", expected: "at least one below the header")
    }
    let verifier = try OutcomeVerifier(spec)
    world = OutcomeWorld(
      cells: cells, agents: 2, verifierError: verifier.error, verifierStrength: verifier.strength)
    agents = zip(["weak", "strong"], prices).enumerated().map { index, agent in
      Agent(id: AgentID(UInt64(index)), name: agent.0, price: Price(perTask: agent.1))
    }
    self.vocabulary = vocabulary
    self.tasks = tasks
    self.right = right
  }

  public var summary: String {
    "\(tasks.count) prompts; the weak model is right on \(right.weak), the strong one on \(right.strong)"
  }

  public func workload(seed: UInt64) -> Workload {
    var workload = Workload(world: world)
    workload.define(vocabulary)
    workload.agents = agents
    workload.arrivals = order.arrivals(tasks, seed: seed)
    workload.engine.taskLimit = max(workload.engine.taskLimit, tasks.count)
    return workload
  }
}
