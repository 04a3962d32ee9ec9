/// Putting a funnel together, stage by stage in the order of the sentence.
extension Funnel {
  /// Adds a stage; matchers and effort rules are not a funnel's and are left out.
  public mutating func append(_ stage: Stage, name: String, weight: Float = 1) {
    switch stage {
    case .pairScreen(let screen): appendPair(PairChain.Step(screen: screen), name)
    case .pairScorer(let scorer): appendPair(PairChain.Step(scorer: scorer, weight: weight), name)
    case .listScreen(let screen): steps.append(Step(screen: screen, name: name))
    case .listScorer(let scorer): steps.append(Step(scorer: scorer, weight: weight, name: name))
    case .matcher, .effort: return
    }
    noteFeatures()
    judgeChance()
  }

  private mutating func appendPair(_ pair: PairChain.Step, _ name: String) {
    if steps.isEmpty {
      memo.chain.append(pair)
    } else if let last = steps.indices.last, steps[last].pairs != nil {
      steps[last].pairs?.append(pair)
    } else {
      var chain = PairChain()
      chain.append(pair)
      steps.append(Step(pairs: chain, name: name))
    }
  }

  /// Works out ``chance`` and ``firstDraw`` from the stages.
  private mutating func judgeChance() {
    var drawn = false
    var judged = memo.chain.hasScorers
    var screenedAfterDraw = false
    firstDraw = steps.count
    for (index, step) in steps.enumerated() {
      let wasDrawn = firstDraw < index
      if let pairs = step.pairs {
        judged = judged || pairs.hasScorers
        screenedAfterDraw = screenedAfterDraw || (wasDrawn && pairs.hasScreens)
      } else if let screen = step.screen {
        // The best few by drawn scores are a random few.
        let draws = screen.isRandom || (screen.needsScores && drawn)
        if draws && !wasDrawn { firstDraw = index }
      } else if let scorer = step.scorer {
        if scorer.isRandom || scorer.isSampled { drawn = true }
        if !scorer.isRandom { judged = true }
      }
    }
    chance =
      if !drawn && !drawsSubset { .none } else if drawn && !judged && !screenedAfterDraw { .uniform } else {
        .unknown
      }
  }
}
