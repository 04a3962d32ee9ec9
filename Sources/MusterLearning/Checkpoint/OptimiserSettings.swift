/// Hyper-parameters of which some are the optimiser's: how fast and how freely is learned. They decide the next steps, and
/// nothing that was learned or remembered hangs on them, so that a learner may go on with others.
protocol OptimiserSettings {
  /// The standing values.
  init()
  /// The same with the optimiser's at their standing values.
  var fixed: Self { get }
}

extension OptimiserSettings {
  /// The same with these at their standing values.
  func standing<each Value>(_ paths: repeat WritableKeyPath<Self, each Value>) -> Self {
    let standing = Self()
    var changed = self
    for path in repeat each paths { changed[keyPath: path] = standing[keyPath: path] }
    return changed
  }
}

extension PPOSettings: OptimiserSettings {
  var fixed: PPOSettings {
    var fixed = standing(\.actorRate, \.criticRate, \.gradientNorm, \.annealFrames, \.clip, \.entropy)
    if case .communicating(var communication) = design {
      communication.edgeRate = Communication().edgeRate
      fixed.design = .communicating(communication)
    }
    return fixed
  }
}

extension ValueSettings: OptimiserSettings {
  var fixed: ValueSettings { standing(\.rate, \.gradientNorm, \.exploreFrames) }
}

extension COMASettings: OptimiserSettings {
  var fixed: COMASettings { standing(\.actorRate, \.criticRate, \.gradientNorm, \.entropy) }
}

extension MADDPGSettings: OptimiserSettings {
  var fixed: MADDPGSettings { standing(\.actorRate, \.criticRate, \.gradientNorm) }
}

extension TwoStageSettings: OptimiserSettings {
  var fixed: TwoStageSettings { standing(\.rate, \.gradientNorm, \.entropy) }
}

extension GMAHSettings: OptimiserSettings {
  var fixed: GMAHSettings {
    var fixed = self
    (fixed.walking, fixed.planning) = (walking.fixed, planning.fixed)
    return fixed
  }
}

extension IntrinsicTrainer.Settings: OptimiserSettings {
  /// Its optimiser's are those of its ``PPOSettings``.
  var fixed: IntrinsicTrainer.Settings { self }
}
