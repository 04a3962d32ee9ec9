import MusterCore
import MusterMath

/// What counts, as people declare it: a formula over what is known of an outcome, or several by name.
///
///     succeeded - 0.2*sqrt(seconds) - 0.15*dollars
///     {quality: rubric, cost: -dollars} by weights(quality: 1, cost: 0.5)
///     {quality: succeeded, cost: -dollars} by hypervolume(quality: 1 above 0, cost: 1 above -2)
///     {quality: succeeded, speed: -seconds/60} by gradient(rate: 0.1)
///     stabilise(succeeded - dollars, strength: 4)
///
/// Every part of a formula is bounded for all outcomes, or it is refused with the part's name: no policy ever sees an
/// infinite reward or one that is no number. The facts of a log keep what was reported, so any reward can be laid over
/// an old log.
public struct RewardRule: Sendable, Equatable, CustomStringConvertible {
  /// One formula of a vector; of a scalar the only one, without a name.
  struct Part: Sendable, Equatable {
    var name: String
    var program: FormulaProgram
    /// The terms of its sum, as they are written.
    var terms: [Term]
  }

  struct Term: Sendable, Equatable {
    var text: String
    var isNegative: Bool
    var program: FormulaProgram
  }

  /// As it was written.
  public let description: String
  public let rubric: Rubric?
  let fields: FormulaFields
  let parts: [Part]
  let scheme: RewardScheme
  /// What learners see in place of the draw; nil for the draw itself.
  let stabilising: Stabilising?
  /// What the rewards lie in.
  public let range: ClosedRange<Double>

  /// How many parts a vector may have.
  static let partLimit = RewardVector.scalarCount

  /// Reads a reward.
  /// - Parameter rubric: what the field `rubric` means; nil for none.
  public init(_ text: String, rubric: Rubric? = nil) throws(FormulaError) {
    var reader = try RewardReader(text, rubric: rubric)
    try reader.read()
    description = text
    self.rubric = rubric
    fields = reader.formula.fields
    parts = reader.parts
    scheme = reader.scheme
    stabilising = reader.stabilising
    let bounds = scheme.range(of: parts.map(\.program.range))
    guard bounds.isBounded else {
      throw FormulaError(.unbounded(part: text, why: "the weighted sum may go beyond 1e30"), column: 1)
    }
    range = bounds.low...bounds.high
  }

  /// Whether the reward is a vector.
  public var isVector: Bool { !parts[0].name.isEmpty }

  func vector(_ fields: FormulaFields.Values) -> RewardVector {
    var vector = RewardVector()
    for index in parts.indices { vector[index] = parts[index].program.value(fields) }
    return vector
  }
}

/// The values of a reward's parts, from the first on.
typealias RewardVector = SIMD8<Double>

/// How a vector becomes a number.
enum RewardScheme: Sendable, Equatable {
  /// The sum of the parts, each times its weight; for a scalar the weight is 1.
  case weights(RewardVector)
  /// ... times 0.5 + 1.5 tanh of the volume by which the outcome pushes out the front.
  case hypervolume(RewardVector, reference: RewardVector)
  /// The sum by weights that are learned, and add up to 1.
  case gradient(RewardVector, rate: Double, scale: Double, every: Int)

  /// The weights that it starts with.
  var weights: RewardVector {
    switch self {
    case .weights(let weights), .hypervolume(let weights, _), .gradient(let weights, _, _, _): weights
    }
  }

  func range(of parts: [Interval]) -> Interval {
    switch self {
    case .weights(let weights): sum(parts, weights)
    case .hypervolume(let weights, _): sum(parts, weights) * Interval(0.5, 2)
    case .gradient: parts.dropFirst().reduce(parts[0]) { $0.hull($1) }
    }
  }

  private func sum(_ parts: [Interval], _ weights: RewardVector) -> Interval {
    parts.indices.reduce(Interval(0)) { $0 + Interval(weights[$1]) * parts[$1] }
  }
}

/// Stochastic reward stabilisation: see ``RewardStabiliser``.
struct Stabilising: Sendable, Equatable {
  var strength = 4.0
  var share = 1.0
}
