import MusterCore

/// What each ``PlacementFeature`` counts for, by kind of demand: the same set for every pool and mix.
public struct PlacementWeights: Sendable, Equatable {
  typealias Vector = SIMD16<Float>

  /// Kinds of demand, each with weights of its own: agents are only ever compared for one demand.
  public enum Kind: Int, CaseIterable, Sendable {
    /// No device.
    case plain
    /// A share of one device.
    case share
    /// Whole devices, or shares of several.
    case devices

    init(_ demand: DeviceDemand) {
      self =
        demand.count == 0
        ? .plain : demand.count == 1 && demand.milliEach < Devices.whole ? .share : .devices
    }
  }

  private var vectors = [Vector](repeating: .zero, count: Kind.allCases.count)

  /// The weights of FGD: its score and nothing else.
  public static let fragmentation: PlacementWeights = {
    var weights = PlacementWeights(values: Array(repeating: 0, count: count))
    for kind in Kind.allCases { weights[kind, .fragmentationScore] = 1 }
    return weights
  }()

  /// How many there are.
  public static let count = Kind.allCases.count * PlacementFeature.allCases.count

  /// - Parameter values: by kind, then by feature, ``count`` of them.
  public init(values: [Float]) {
    precondition(values.count == Self.count, "\(values.count) weights, expected \(Self.count)")
    let features = PlacementFeature.allCases.count
    for (index, value) in values.enumerated() { vectors[index / features][index % features] = value }
  }

  /// By kind, then by feature.
  public var values: [Float] {
    Kind.allCases.flatMap { kind in PlacementFeature.allCases.map { self[kind, $0] } }
  }

  public subscript(kind: Kind, feature: PlacementFeature) -> Float {
    get { vectors[kind.rawValue][feature.rawValue] }
    set { vectors[kind.rawValue][feature.rawValue] = newValue }
  }

  /// The score of an agent with these features.
  func score(_ features: Vector, _ kind: Kind) -> Float { (vectors[kind.rawValue] * features).sum() }
}
