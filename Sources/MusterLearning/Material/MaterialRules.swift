import MusterMath

/// Ways to send entities of a ``MaterialWorld`` without learning, for comparison.
public enum MaterialRule: String, Sendable, CaseIterable {
  /// Every idle entity to an open task or none, uniformly.
  case random
  /// Task by task in their order, the cheapest idle entities until the demand is covered, where that pays.
  case greedy
  /// A genetic algorithm over whole assignments, which maximises what a step pays: 40 assignments, 40 generations,
  /// tournaments of two, uniform crossover, mutation of one gene in `entities`, the best kept.
  case genetic

  /// The teams for the open tasks. `O(open * entities^2)`, the genetic one `O(1600 * entities)`.
  func teams(_ world: MaterialWorld, _ random: inout Random) -> [[Int]] {
    let idle = world.entities.indices.filter { world.isIdle($0) }
    switch self {
    case .random:
      let genes = idle.map { _ in random.below(world.openTasks.count + 1) }
      return Self.teams(genes, idle, world)
    case .greedy: return greedy(world, idle)
    case .genetic: return genetic(world, idle, &random)
    }
  }

  /// Genes say for each idle entity its task, or one too many for none.
  private static func teams(_ genes: [Int], _ idle: [Int], _ world: MaterialWorld) -> [[Int]] {
    var teams = [[Int]](repeating: [], count: world.openTasks.count)
    for (gene, entity) in zip(genes, idle) where gene < teams.count { teams[gene].append(entity) }
    return teams
  }

  private func greedy(_ world: MaterialWorld, _ idle: [Int]) -> [[Int]] {
    var left = idle
    return world.openTasks.map { task in
      guard let task else { return [] }
      var team: [Int] = []
      for entity in left.sorted(by: { (world.cost($0, task), $0) < (world.cost($1, task), $1) }) {
        team.append(entity)
        if world.covers(team, task.demand) { break }
      }
      if world.pay(team, task) <= 0 { return [] }
      left.removeAll { team.contains($0) }
      return team
    }
  }

  private func genetic(_ world: MaterialWorld, _ idle: [Int], _ random: inout Random) -> [[Int]] {
    let none = world.openTasks.count
    func fitness(_ genes: [Int]) -> Double {
      zip(Self.teams(genes, idle, world), world.openTasks).reduce(0) { sum, pair in
        sum + (pair.1.map { world.pay(pair.0, $0) } ?? 0)
      }
    }
    // Nobody at home is one of the first: a step that pays less than nothing is never taken.
    var population = [[Int](repeating: none, count: idle.count)]
    while population.count < 40 { population.append(idle.map { _ in random.below(none + 1) }) }
    var scores = population.map(fitness)
    func best() -> Int { scores.indices.reduce(0) { scores[$1] > scores[$0] ? $1 : $0 } }
    for _ in 0..<40 {
      func parent() -> [Int] {
        let (a, b) = (random.below(population.count), random.below(population.count))
        return population[scores[a] >= scores[b] ? a : b]
      }
      var next = [population[best()]]
      while next.count < population.count {
        let (one, two) = (parent(), parent())
        next.append(
          idle.indices.map { gene in
            if random.below(max(idle.count, 1)) == 0 { return random.below(none + 1) }
            return random.below(2) == 0 ? one[gene] : two[gene]
          })
      }
      population = next
      scores = population.map(fitness)
    }
    return Self.teams(population[best()], idle, world)
  }

  /// The returns of so many episodes, those that ``MaterialTrainer/returns(_:demands:episodes:seed:threads:)`` has
  /// under the same seed.
  public func returns(
    _ settings: MaterialWorld.Settings, demands: [SIMD3<Double>] = [], episodes: Int, seed: UInt64,
    threads: Int = 1
  ) throws -> [Double] {
    try Workers.map(episodes, threads: threads) { episode in
      var world = MaterialWorld(settings, demands: demands, episode: episode, seed: seed)
      var random = Random(seed: Mix.hash(seed, UInt64(episode)), stream: 10)
      var sum = 0.0
      while !world.isOver { sum += world.step(teams(world, &random)) }
      return sum
    }
  }
}
