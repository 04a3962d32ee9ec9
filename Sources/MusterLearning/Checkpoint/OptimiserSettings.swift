/// Hyper-parameters of which some are the optimiser's: how fast and how freely is learned. They decide the next steps, and
/// nothing that was learned or remembered hangs on them, so that a learner may go on with others.
protocol OptimiserSettings {
  /// The same with the optimiser's at their standing values.
  var fixed: Self { get }
}

extension PPOSettings: OptimiserSettings {
  var fixed: PPOSettings {
    let standing = PPOSettings()
    var fixed = self
    (fixed.actorRate, fixed.criticRate) = (standing.actorRate, standing.criticRate)
    (fixed.gradientNorm, fixed.annealFrames) = (standing.gradientNorm, standing.annealFrames)
    (fixed.clip, fixed.entropy) = (standing.clip, standing.entropy)
    if case .communicating(var communication) = design {
      communication.edgeRate = Communication().edgeRate
      fixed.design = .communicating(communication)
    }
    return fixed
  }
}

extension ValueSettings: OptimiserSettings {
  var fixed: ValueSettings {
    let standing = ValueSettings()
    var fixed = self
    (fixed.rate, fixed.gradientNorm) = (standing.rate, standing.gradientNorm)
    fixed.exploreFrames = standing.exploreFrames
    return fixed
  }
}

extension COMASettings: OptimiserSettings {
  var fixed: COMASettings {
    let standing = COMASettings()
    var fixed = self
    (fixed.actorRate, fixed.criticRate) = (standing.actorRate, standing.criticRate)
    (fixed.gradientNorm, fixed.entropy) = (standing.gradientNorm, standing.entropy)
    return fixed
  }
}

extension MADDPGSettings: OptimiserSettings {
  var fixed: MADDPGSettings {
    let standing = MADDPGSettings()
    var fixed = self
    (fixed.actorRate, fixed.criticRate) = (standing.actorRate, standing.criticRate)
    fixed.gradientNorm = standing.gradientNorm
    return fixed
  }
}

extension TwoStageSettings: OptimiserSettings {
  var fixed: TwoStageSettings {
    let standing = TwoStageSettings()
    var fixed = self
    (fixed.rate, fixed.gradientNorm) = (standing.rate, standing.gradientNorm)
    fixed.entropy = standing.entropy
    return fixed
  }
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
