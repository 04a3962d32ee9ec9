/// Where each layer's numbers lie in the one vector that holds all parameters of a network.
///
/// One vector means: one optimiser pass, one norm, one piece to save; the names serve errors and checkpoints.
public struct ParameterLayout: Sendable, Equatable {
  /// One block: a matrix or a vector of one layer.
  public struct Block: Sendable, Equatable {
    /// The layer and what the block is to it, for example `actor.0.weights`.
    public let name: String
    /// Rows and columns; a vector has one row.
    public let rows: Int
    /// Numbers in a row.
    public let columns: Int
    /// Where it starts in the vector.
    public let offset: Int
    /// How many numbers it has.
    public var count: Int { rows * columns }
  }

  /// The blocks in order, without gaps.
  public private(set) var blocks: [Block] = []
  /// How many numbers there are in all.
  public private(set) var count = 0

  /// No blocks yet.
  public init() {}

  /// Appends a block and returns its offset.
  public mutating func add(_ name: String, rows: Int, columns: Int) -> Int {
    precondition(rows > 0 && columns > 0, "a block of parameters has at least one number: \(name)")
    let offset = count
    blocks.append(Block(name: name, rows: rows, columns: columns, offset: offset))
    count += rows * columns
    return offset
  }

  /// The name of the block that holds number `index`.
  public func name(of index: Int) -> String? {
    blocks.first { index >= $0.offset && index < $0.offset + $0.count }?.name
  }
}
