import MusterMath

/// The environment "material" of two-stage allocation (arXiv 2407.00496), after its description; laws that it leaves
/// open are ours and declared here.
///
/// On a square map of `size` lie entities with a cost and three attributes; `open` of `tasks` tasks are to be done at a
/// time, each with a value, a demand for the three attributes and a place. In a step each idle entity may be sent to
/// one open task. Where those sent cover a task's demand in every attribute, the task pays its value less their costs,
/// and they are busy: on their way (`speed` of the map a step) and `workSteps` more, after which they stay at its
/// place; an entity's cost grows by as much again over the whole diagonal. Where they do not cover it, nothing happens.
/// A task that waited `patience` steps leaves; the next one takes its place. An episode ends with the last task or
/// after `steps` steps.
///
/// Costs and attributes are uniform in 0.2...1 and 0...1, demands those of a trace or uniform in 0.3...`demand`, values
/// 1...4 times the demands' mean; where all are drawn anew in each episode, what is learned cannot know entities by
/// heart. Everything follows from settings, demands and seed.
public struct MaterialWorld: Sendable {
  /// The sizes, with the paper's values.
  public struct Settings: Sendable, Equatable {
    /// Entities on the map.
    public var entities = 100
    /// Tasks in an episode.
    public var tasks = 30
    /// Tasks that are open at a time.
    public var open = 5
    /// Steps in an episode.
    public var steps = 150
    /// The greatest demand for an attribute.
    public var demand = 2.0
    /// Steps that a task waits.
    public var patience = 15
    /// Steps of work at a task's place.
    public var workSteps = 5
    /// Share of the map's side that an entity goes in a step.
    public var speed = 0.1
    /// Whether each episode is drawn anew; else all are the first.
    public var redraws = true
    /// The paper's values.
    public init() {}
  }

  struct Entity: Sendable, Equatable {
    var cost: Double
    var attributes: SIMD3<Double>
    var place: SIMD2<Double>
    /// The step from which it is idle.
    var freeAt = 0
  }

  struct Task: Sendable, Equatable {
    var value: Double
    var demand: SIMD3<Double>
    var place: SIMD2<Double>
    var since = 0
  }

  /// Numbers that describe an entity: cost, attributes, place, whether it is idle.
  public static let entitySize = 7
  /// Numbers that describe a task: value, what is left of its demand, place, wait, and whether it is none at all.
  public static let taskSize = 8

  /// What it was made with.
  public let settings: Settings
  /// What tasks ask for, drawn with equal chances; uniform demands where there are none.
  public let demands: [SIMD3<Double>]
  private(set) var entities: [Entity] = []
  /// The open tasks; nil for a place that no task is left for.
  private(set) var openTasks: [Task?] = []
  /// Steps so far.
  public private(set) var clock = 0
  private var drawn = 0
  private var random: Random

  /// At the start of the episode of this number: whoever acts there, it is the same.
  public init(
    _ settings: Settings, demands: [SIMD3<Double>] = [], episode: Int = 0, seed: UInt64
  ) {
    self.settings = settings
    self.demands = demands
    random = Random(seed: settings.redraws ? Mix.hash(seed, UInt64(episode)) : seed, stream: 9)
    entities = (0..<settings.entities).map { _ in
      let cost = random.uniform(0.2, 1)
      let attributes = SIMD3(random.unit(), random.unit(), random.unit())
      return Entity(cost: cost, attributes: attributes, place: SIMD2(random.unit(), random.unit()))
    }
    openTasks = (0..<settings.open).map { _ in nextTask() }
  }

  private mutating func nextTask() -> Task? {
    if drawn == settings.tasks { return nil }
    drawn += 1
    let demand = demands.isEmpty ? uniformDemand() : demands[random.below(demands.count)]
    let value = random.uniform(1, 4) * demand.sum() / 3
    return Task(value: value, demand: demand, place: SIMD2(random.unit(), random.unit()), since: clock)
  }

  private mutating func uniformDemand() -> SIMD3<Double> {
    SIMD3(
      random.uniform(0.3, settings.demand), random.uniform(0.3, settings.demand),
      random.uniform(0.3, settings.demand))
  }

  /// Whether the episode is over.
  public var isOver: Bool { clock >= settings.steps || openTasks.allSatisfy { $0 == nil } }

  /// Whether an entity can be sent now.
  func isIdle(_ entity: Int) -> Bool { entities[entity].freeAt <= clock }

  /// What sending an entity to an open task costs.
  func cost(_ entity: Int, _ task: Task) -> Double {
    let way = entities[entity].place - task.place
    return entities[entity].cost * (1 + ((way * way).sum() / 2).squareRoot())
  }

  /// Whether entities cover a demand in every attribute.
  func covers(_ chosen: [Int], _ demand: SIMD3<Double>) -> Bool {
    let sum = chosen.reduce(SIMD3<Double>.zero) { $0 + entities[$1].attributes }
    return all(sum .>= demand)
  }

  /// What a team of entities would pay at an open task: nothing where it does not cover the demand.
  func pay(_ chosen: [Int], _ task: Task) -> Double {
    covers(chosen, task.demand) ? task.value - chosen.reduce(0) { $0 + cost($1, task) } : 0
  }

  /// Sends teams of idle entities, none of them twice, to the open tasks in order; returns what they were paid.
  mutating func step(_ teams: [[Int]]) -> Double {
    var paid = 0.0
    for (place, team) in teams.enumerated() {
      guard let task = openTasks[place], !team.isEmpty, covers(team, task.demand) else { continue }
      paid += pay(team, task)
      for entity in team {
        let way = entities[entity].place - task.place
        let steps = ((way * way).sum().squareRoot() / settings.speed).rounded(.up)
        entities[entity].freeAt = clock + Int(steps) + settings.workSteps
        entities[entity].place = task.place
      }
      openTasks[place] = nextTask()
    }
    clock += 1
    for place in openTasks.indices {
      guard let task = openTasks[place], clock - task.since >= settings.patience else { continue }
      openTasks[place] = nextTask()
    }
    return paid
  }

  /// Writes an entity's numbers.
  func write(_ entity: Int, _ target: UnsafeMutablePointer<Float>) {
    let own = entities[entity]
    let numbers = [
      own.cost, own.attributes.x, own.attributes.y, own.attributes.z, own.place.x, own.place.y,
      isIdle(entity) ? 1 : 0,
    ]
    for (at, number) in numbers.enumerated() { target[at] = Float(number) }
  }

  /// Writes the numbers of a task of which `left` is still to be covered; nil for none.
  func write(_ task: Task?, left: SIMD3<Double>? = nil, _ target: UnsafeMutablePointer<Float>) {
    guard let task else {
      target.update(repeating: 0, count: Self.taskSize)
      target[Self.taskSize - 1] = 1
      return
    }
    let demand = left ?? task.demand
    let numbers = [
      task.value / 4, demand.x, demand.y, demand.z, task.place.x, task.place.y,
      Double(clock - task.since) / Double(settings.patience), 0,
    ]
    for (at, number) in numbers.enumerated() { target[at] = Float(number) }
  }
}
