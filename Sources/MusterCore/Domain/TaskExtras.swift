/// What few tasks have, kept apart: a task is copied on its way through the engine, and one without any of this is a few
/// cache lines without references.
///
/// The copies of a task share one value that never changes; a change makes another.
struct TaskExtras: Sendable, Equatable {
  struct Values: Sendable, Equatable {
    var footprint = Footprint.none
    var dependencies: [TaskID] = []
    var features: [Float] = []
    var terms: [UInt32] = []
    var prefix: [UInt32] = []
    var idempotencyKey: String?
    var payload: String?
    var ask: Ask?
    var ballot: TaskID?
  }

  fileprivate final class Shared: Sendable {
    let values: Values
    init(_ values: Values) { self.values = values }
  }

  /// Nil where there is nothing.
  fileprivate var shared: Shared?

  init() {}

  init(
    footprint: Footprint, dependencies: [TaskID], features: [Float], idempotencyKey: String?, payload: String?
  ) {
    if footprint == .none, dependencies.isEmpty, features.isEmpty, idempotencyKey == nil, payload == nil {
      return
    }
    shared = Shared(
      Values(
        footprint: footprint, dependencies: dependencies, features: features, idempotencyKey: idempotencyKey,
        payload: payload))
  }

  mutating func change(_ body: (inout Values) -> Void) {
    var values = shared?.values ?? Values()
    body(&values)
    shared = values == Values() ? nil : Shared(values)
  }

  static func == (a: TaskExtras, b: TaskExtras) -> Bool {
    a.shared === b.shared || a.shared?.values == b.shared?.values
  }
}

extension Task {
  /// What has to be carried when it moves.
  public var footprint: Footprint {
    get { extras.shared?.values.footprint ?? .none }
    set { extras.change { $0.footprint = newValue } }
  }
  /// Tasks that must succeed first.
  public var dependencies: [TaskID] {
    get { extras.shared?.values.dependencies ?? [] }
    set { extras.change { $0.dependencies = newValue } }
  }
  public var features: [Float] {
    get { extras.shared?.values.features ?? [] }
    set { extras.change { $0.features = newValue } }
  }
  /// What its text says, as hashes of words and phrases, most telling first; see `TextTerms` of MusterPolicy. Empty
  /// where nobody looks at texts. At most ``termLimit``.
  public var terms: [UInt32] {
    get { extras.shared?.values.terms ?? [] }
    set { extras.change { $0.terms = newValue } }
  }
  /// The blocks of its prompt from the start, each as a hash of itself and all before it: tasks with the same numbers
  /// in front share that prefix, and an endpoint that served one may spare the work for the other. Empty where nobody
  /// looks at them. At most ``prefixLimit``.
  public var prefix: [UInt32] {
    get { extras.shared?.values.prefix ?? [] }
    set { extras.change { $0.prefix = newValue } }
  }
  /// A second submission with the same key and tenant is the same task.
  public var idempotencyKey: String? {
    get { extras.shared?.values.idempotencyKey }
    set { extras.change { $0.idempotencyKey = newValue } }
  }
  /// Where the work itself is; the engine never looks inside.
  public var payload: String? {
    get { extras.shared?.values.payload }
    set { extras.change { $0.payload = newValue } }
  }
  /// How it is put to several agents at once; nil for one agent, as usual. A task that asks several is never leased
  /// itself: its runs are.
  public var ask: Ask? {
    get { extras.shared?.values.ask }
    set { extras.change { $0.ask = newValue } }
  }
  /// For a run of a ballot: the task that it is a run of. The engine fills it in.
  public internal(set) var ballot: TaskID? {
    get { extras.shared?.values.ballot }
    set { extras.change { $0.ballot = newValue } }
  }
}
