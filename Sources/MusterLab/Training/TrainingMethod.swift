import MusterLearning

/// A method that trains policies: what `muster train METHOD` names.
public struct TrainingMethod: Sendable {
  public let name: String
  /// One line for people.
  public let summary: String
  /// Where it is from.
  public let source: String
  /// What can be set, in the order in which it should be read.
  public let settings: [TraceParameter]
  /// Makes a trainer from settings, as `name?key=value&...`, on its ground, which goes on from the state there. Throws
  /// ``TraceSpecError`` for a setting that cannot be.
  let make: @Sendable (TraceSpec, TrainingGround) throws -> any Trainer

  /// The names of those that a run may go on with other values of: the optimiser's.
  public var renewable: [String] { OptimiserKeys.among(settings) }

  /// All methods there are.
  public static let all: [TrainingMethod] = [.placement] + orchestration + [.material]

  /// Fits `learned-placement`.
  static let placement = TrainingMethod(
    name: "placement", summary: "Weights for placing tasks on agents with devices, beyond fragmentation.",
    source: "cross-entropy method, Rubinstein, 1999; PGPE, Sehnke et al., 2010; over FGD, ATC'23",
    settings: PlacementSettings.parameters
  ) { spec, ground in try PlacementTrainer(try PlacementSettings(spec), ground) }

  /// The method of this name. Throws ``TrainingSetupError`` where there is none.
  public static func named(_ name: String) throws(TrainingSetupError) -> TrainingMethod {
    if let method = all.first(where: { $0.name == name }) { return method }
    let nearest = nearestName(to: name, among: all.map(\.name)).map { " (nearest: \($0))" } ?? ""
    throw TrainingSetupError(
      part: "method", found: "\"\(name)\"\(nearest)",
      expected: "one of \(all.map(\.name).joined(separator: ", "))")
  }

  /// A trainer at its beginning or, where its ground has a state, going on from that. Throws ``TrainingSetupError`` for
  /// a setting that cannot be, and as ``Trainer/restore(_:)`` does.
  public func trainer(settings: [String], on ground: TrainingGround) throws -> any Trainer {
    guard !ground.traces.isEmpty else {
      throw TrainingSetupError(part: "traces", found: "none", expected: "at least one")
    }
    let spec = try spec(settings)
    do {
      return try make(spec, ground)
    } catch let error as TraceSpecError {
      throw TrainingSetupError(error)
    } catch TrainingError.setting(let name, let found, let expected) {
      throw TrainingSetupError(part: "setting \(name)", found: found, expected: expected)
    }
  }

  /// Settings, `key=value` each, whose keys are the method's. Throws where one is not.
  func spec(_ settings: [String]) throws(TrainingSetupError) -> TraceSpec {
    do throws(TraceSpecError) {
      let spec = try TraceSpec(settings.isEmpty ? name : "\(name)?\(settings.joined(separator: "&"))")
      try spec.checkKeys(among: self.settings)
      return spec
    } catch {
      throw TrainingSetupError(error)
    }
  }
}

/// Why training cannot begin: which part of what was asked for, what stands there and what belongs there.
public struct TrainingSetupError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A setting, the method or a trace.
  public var part: String
  public var found: String
  public var expected: String

  public init(part: String, found: String, expected: String) {
    self.part = part
    self.found = found
    self.expected = expected
  }

  init(_ error: TraceSpecError) {
    self.init(part: error.part, found: error.found, expected: error.expected)
  }

  public var description: String { "train: \(part): found \(found), expected \(expected)" }
}
