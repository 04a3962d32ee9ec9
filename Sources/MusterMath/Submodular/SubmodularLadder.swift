/// The levels of one threshold: level i holds the elements that add at least the threshold to the i chosen before, and
/// one of them, drawn at random, is chosen there.
struct SubmodularLadder<Objective: SubmodularObjective>: Sendable {
  let exponent: Int
  private let threshold: Double
  private let limit: Int

  private struct Level: Sendable {
    /// In order of joining.
    var candidates: [Int] = []
    /// What the levels below have chosen.
    var before: Objective.Chosen
  }

  private var levels: [Level]
  private(set) var chosen: [Int] = []
  private(set) var value = 0.0
  private var gains: [Double] = []
  /// The first level whose choice has to be made anew; `levels` ends with it.
  private var firstStale: Int?

  init(_ objective: Objective, exponent: Int, threshold: Double, limit: Int) {
    (self.exponent, self.threshold, self.limit) = (exponent, threshold, limit)
    levels = [Level(before: objective.nothing)]
  }

  var isEmpty: Bool { levels[0].candidates.isEmpty }

  mutating func insert(_ element: Int, _ objective: Objective, _ random: inout Random) {
    for at in levels.indices {
      guard objective.gain(of: element, to: levels[at].before) >= threshold else { return }
      levels[at].candidates.append(element)
      // Every candidate of a level is as likely to be chosen as any other.
      let isNew = at == chosen.count
      if at < limit && at != firstStale && (isNew || random.below(levels[at].candidates.count) == 0) {
        makeStale(at)
        return
      }
    }
  }

  mutating func remove(_ element: Int) {
    for at in levels.indices {
      guard let place = levels[at].candidates.firstIndex(of: element) else { return }
      levels[at].candidates.remove(at: place)
      if at < chosen.count && chosen[at] == element {
        makeStale(at)
        return
      }
    }
  }

  /// Chooses anew from the first stale level on.
  mutating func refresh(_ objective: Objective, _ random: inout Random) {
    guard var at = firstStale else { return }
    firstStale = nil
    while at < limit, !levels[at].candidates.isEmpty {
      let level = levels[at]
      let element = level.candidates[random.below(level.candidates.count)]
      gains.append(objective.gain(of: element, to: level.before))
      chosen.append(element)
      var next = Level(before: level.before)
      objective.add(element, to: &next.before)
      for candidate in level.candidates
      where candidate != element && objective.gain(of: candidate, to: next.before) >= threshold {
        next.candidates.append(candidate)
      }
      levels.append(next)
      at += 1
    }
    value = gains.reduce(0, +)
  }

  private mutating func makeStale(_ level: Int) {
    firstStale = level
    levels.removeSubrange((level + 1)...)
    chosen.removeSubrange(level...)
    gains.removeSubrange(level...)
    value = gains.reduce(0, +)
  }
}
