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
  /// Makes a trainer from settings, as `name?key=value&...`, and the traces to train on. Throws ``TraceSpecError``
  /// for a setting that cannot be.
  let make: @Sendable (TraceSpec, [any Trace]) throws -> any Trainer

  /// All methods there are.
  public static let all: [TrainingMethod] = [.placement] + orchestration + [.material]

  /// Fits `learned-placement`.
  static let placement = TrainingMethod(
    name: "placement", summary: "Weights for placing tasks on agents with devices, beyond fragmentation.",
    source: "cross-entropy method, Rubinstein, 1999; PGPE, Sehnke et al., 2010; over FGD, ATC'23",
    settings: PlacementSettings.parameters
  ) { spec, traces in PlacementTrainer(try PlacementSettings(spec), traces: traces) }

  /// The method of this name. Throws ``TrainingSetupError`` where there is none.
  public static func named(_ name: String) throws(TrainingSetupError) -> TrainingMethod {
    if let method = all.first(where: { $0.name == name }) { return method }
    let nearest = nearestName(to: name, among: all.map(\.name)).map { " (nearest: \($0))" } ?? ""
    throw TrainingSetupError(
      part: "method", found: "\"\(name)\"\(nearest)",
      expected: "one of \(all.map(\.name).joined(separator: ", "))")
  }

  /// A trainer at its beginning. Throws ``TrainingSetupError`` for a setting that cannot be.
  public func trainer(settings: [String], traces: [any Trace]) throws -> any Trainer {
    guard !traces.isEmpty else {
      throw TrainingSetupError(part: "traces", found: "none", expected: "at least one")
    }
    do {
      let spec = try TraceSpec(settings.isEmpty ? name : "\(name)?\(settings.joined(separator: "&"))")
      try spec.checkKeys(among: self.settings)
      return try make(spec, traces)
    } catch let error as TraceSpecError {
      throw TrainingSetupError(part: error.part, found: error.found, expected: error.expected)
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

  public var description: String { "train: \(part): found \(found), expected \(expected)" }
}
