import MusterMath

/// Who may hear whom, and how that is learned (CommFormer, Hu et al., 2024, arXiv 2405.08550): a graph of which each
/// agent has the `edgeShare` most useful edges, drawn by row-wise Gumbel top-k while training, exact otherwise. Agents
/// attend to each other along it; a gate lets an agent shut its ears for a step. Then they choose, one after the other.
public struct Communication: Sendable, Equatable {
  /// Numbers in what an agent says.
  public var width = 64
  /// Share of the others that an agent can hear, 0...1; the paper's S.
  public var edgeShare = 0.4
  /// The optimiser's rate for the edges.
  public var edgeRate: Float = 1e-4
  /// Every so many epochs the edges learn, and in the others the weights.
  public var edgePeriod = 5
  /// Updates at first in which all hear all.
  public var warmUp = 10
  /// Whether agents can shut their ears.
  public var isGated = true
  /// Whether agents choose one after the other, each knowing what those before it chose (the paper's decoder), or all at
  /// once by what they have heard (its encoder alone). It costs a pass of the decoder for each agent of a step.
  public var isSequential = true

  /// The standing values, which are the paper's.
  public init() {}

  /// Edges that an agent has among `agents`.
  func edges(_ agents: Int) -> Int {
    edgeShare == 0 ? 0 : min(max(1, Int(Double(agents) * edgeShare)), agents - 1)
  }

  func check() throws(TrainingError) {
    if !(1...4096).contains(width) { throw .setting(name: "width", found: "\(width)", expected: "1...4096") }
    if !(edgeShare >= 0 && edgeShare <= 1) {
      throw .setting(name: "edgeShare", found: "\(edgeShare)", expected: "0...1")
    }
    if edgePeriod < 2 { throw .setting(name: "edgePeriod", found: "\(edgePeriod)", expected: "at least 2") }
    if warmUp < 0 { throw .setting(name: "warmUp", found: "\(warmUp)", expected: "at least 0") }
    if !(edgeRate > 0 && edgeRate.isFinite) {
      throw .setting(name: "edgeRate", found: "\(edgeRate)", expected: "above 0")
    }
  }

  func encode(into writer: inout ByteWriter) {
    for number in [width, edgePeriod, warmUp] { writer.varint(UInt64(number)) }
    writer.double(edgeShare)
    writer.float(edgeRate)
    writer.byte(isGated ? 1 : 0)
    writer.byte(isSequential ? 1 : 0)
  }

  init(from reader: inout ByteReader) throws(ByteError) {
    self.init()
    width = Int(truncatingIfNeeded: try reader.varint())
    edgePeriod = Int(truncatingIfNeeded: try reader.varint())
    warmUp = Int(truncatingIfNeeded: try reader.varint())
    edgeShare = try reader.double()
    edgeRate = try reader.float()
    isGated = try reader.byte() != 0
    isSequential = try reader.byte() != 0
  }
}
