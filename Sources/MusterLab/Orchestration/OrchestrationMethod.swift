import MusterLearning

/// A method that learns to orchestrate: how its learner is made for an ``OrchestrationWorld``.
public struct OrchestrationMethod: Sendable {
  /// As it is called in reports.
  public let name: String
  /// Share of one's own reward in what agents are paid while they learn.
  public var localWeight: Float = 0.5
  let make: @Sendable (Plan, (Range<Int>) -> any VectorWorld) throws(TrainingError) -> any TeamLearner

  /// How long a method learns, and by what luck.
  public struct Plan: Sendable {
    /// Steps of single copies in all.
    public var frames: Int
    /// How many of them PPO's family learns by advice, at first.
    public var adviceFrames = 0
    /// Where all randomness comes from.
    public var seed: UInt64

    /// So many frames under this seed.
    public init(frames: Int, seed: UInt64) {
      self.frames = frames
      self.seed = seed
    }
  }

  /// What all methods that descend from PPO share here: one learning rate and batch for all of them.
  static func ppo(_ plan: Plan, _ change: (inout PPOSettings) -> Void) -> PPOSettings {
    var settings = PPOSettings()
    settings.copies = 16
    settings.horizon = 40
    settings.epochs = 4
    settings.minibatches = 4
    settings.actorRate = 1e-3
    settings.criticRate = 1e-3
    settings.gradientNorm = 1
    settings.adviceFrames = plan.adviceFrames
    settings.annealFrames = plan.frames
    settings.seed = plan.seed
    change(&settings)
    return settings
  }

  /// A method of the family of PPO.
  static func ppo(
    _ name: String, localWeight: Float = 0.5, _ change: @escaping @Sendable (inout PPOSettings) -> Void
  ) -> OrchestrationMethod {
    OrchestrationMethod(name: name, localWeight: localWeight) { plan, world throws(TrainingError) in
      try PPOTrainer(Self.ppo(plan, change), threads: 1, world: world)
    }
  }

  /// One policy for each role, a centralised critic, rewards of one's own and the team's and the potential term (Yao,
  /// Liu and Dai, 2025).
  public static let roles: OrchestrationMethod = Self.roles(localWeight: 0.5)

  /// The same with another weight of one's own reward, policies shared over roles, or no potential.
  public static func roles(
    localWeight: Float, isApart: Bool = true, usesPotential: Bool = true
  ) -> OrchestrationMethod {
    let tags = [
      localWeight == 0.5 ? "" : " w=\(localWeight)", isApart ? "" : " shared",
      usesPotential ? "" : " no-potential",
    ]
    return ppo("roles" + tags.joined(), localWeight: localWeight) {
      $0.design = isApart ? .roles : .shared
      $0.usesPotential = usesPotential
    }
  }

  /// CommFormer with this share of edges.
  public static func communicating(_ share: Double) -> OrchestrationMethod {
    ppo("commformer \(Int(share * 100))%") {
      var communication = Communication()
      communication.width = 32
      communication.edgeShare = share
      communication.edgeRate = 1e-3
      $0.design = .communicating(communication)
    }
  }

  /// The methods without roles: independent PPO, MAPPO, VDN, QMIX, COMA and MADDPG.
  public static let others: [OrchestrationMethod] = [
    ppo("ippo") { $0.isCentralised = false },
    ppo("mappo") { $0.isCentralised = true },
    value("vdn", .sum),
    value("qmix", .monotone(embedding: 16)),
    OrchestrationMethod(name: "coma") { plan, world throws(TrainingError) in
      var settings = COMASettings()
      settings.seed = plan.seed
      return try COMATrainer(settings, world: world)
    },
    OrchestrationMethod(name: "maddpg") { plan, world throws(TrainingError) in
      var settings = MADDPGSettings()
      settings.seed = plan.seed
      settings.memory = 8000
      settings.batch = 64
      return try MADDPGTrainer(settings, world: world)
    },
  ]

  private static func value(_ name: String, _ mixing: ValueSettings.Mixing) -> OrchestrationMethod {
    OrchestrationMethod(name: name) { plan, world throws(TrainingError) in
      var settings = ValueSettings()
      settings.mixing = mixing
      settings.memory = 8000
      settings.batch = 64
      settings.exploreFrames = plan.frames / 2
      settings.seed = plan.seed
      return try ValueTrainer(settings, world: world)
    }
  }

  /// The learner at its beginning. `world` makes the copies of the given numbers.
  public func learner(
    _ plan: Plan, world: (Range<Int>) -> any VectorWorld
  ) throws(TrainingError) -> any TeamLearner {
    try make(plan, world)
  }
}
