import MusterMath

/// Rewards as linear in the text: weights that all agents have in common plus the agent's own, learned by
/// AdaGrad on squared errors (Duchi, Hazan and Singer, JMLR 2011; common and own parts as Evgeniou and
/// Pontil, KDD 2004).
///
/// O(terms) an agent and decision, and an outcome. A weight and its sum of squares take 8 bytes: for each
/// place met, at most ``placeLimit``, once in common and once for each agent that was learned about.
struct LinearModel: RoutingModel {
  let rate: Float
  /// New places beyond this are not learned about.
  static let placeLimit = 1 << 18

  private var index = RowIndex()
  private var places: [Int32] = []
  /// The first is common to all, the others are the agents'.
  private var blocks: [Block] = [Block()]
  private var columns: [Int32] = []
  private var values: [Float] = []
  private var row = SparseRow()

  private struct Block: Sendable {
    var weights: [Float] = []
    var squares: [Float] = []
  }

  init(rate: Double) { self.rate = Float(rate) }

  mutating func prepare(_ row: SparseRow) {
    self.row = row
    columns.removeAll(keepingCapacity: true)
    values.removeAll(keepingCapacity: true)
    for at in row.places.indices {
      guard let column = index[UInt64(row.places[at])] else { continue }
      columns.append(column)
      values.append(row.values[at])
    }
  }

  mutating func deviation(of agent: Int32, mean: Double) -> Double {
    Double(sum(0)) + (Int(agent) + 1 < blocks.count ? Double(sum(Int(agent) + 1)) : 0)
  }

  private func sum(_ block: Int) -> Float {
    let count = blocks[block].weights.count
    return blocks[block].weights.withUnsafeBufferPointer { weights in
      var sum: Float = 0
      for at in columns.indices where Int(columns[at]) < count {
        sum += values[at] * weights[Int(columns[at])]
      }
      return sum
    }
  }

  mutating func learn(_ decision: UInt64, agent: Int32, reward: Double, mean: Double, replaced: Double?) {
    addPlaces()
    while blocks.count <= Int(agent) + 1 { blocks.append(Block()) }
    let error = Float(reward - mean - deviation(of: agent, mean: mean))
    step(0, error)
    step(Int(agent) + 1, error)
  }

  private mutating func addPlaces() {
    guard columns.count < row.count, places.count < LinearModel.placeLimit else { return }
    for place in row.places where places.count < LinearModel.placeLimit && index[UInt64(place)] == nil {
      index.insert(UInt64(place), Int32(places.count))
      places.append(place)
    }
    let row = row
    prepare(row)
  }

  private mutating func step(_ number: Int, _ error: Float) {
    var block = Block()
    swap(&block, &blocks[number])
    while block.weights.count < places.count {
      block.weights.append(0)
      block.squares.append(0)
    }
    for at in columns.indices {
      let column = Int(columns[at])
      let slope = error * values[at]
      block.squares[column] += slope * slope
      block.weights[column] += rate * slope / (LinearModel.damping + block.squares[column]).squareRoot()
    }
    swap(&block, &blocks[number])
  }

  /// Added to the sums of squares, so that the first steps are not the largest.
  private static let damping: Float = 0.05

  /// The exact ridge, by conjugate gradients. The step widths of AdaGrad start from the errors that it leaves.
  mutating func fit(_ rows: [SparseRow], _ table: [RidgeFit.Observation], agents: Int) {
    self = LinearModel(rate: Double(rate))
    let fit = RidgeFit().fit(rows, table, agents: agents)
    let kept = fit.places.prefix(LinearModel.placeLimit)
    for (column, place) in kept.enumerated() {
      index.insert(UInt64(place), Int32(column))
      places.append(place)
    }
    blocks = fit.weights.map { weights in
      Block(weights: weights.prefix(kept.count).map { Float($0) }, squares: kept.map { _ in 0 })
    }
    for observation in table {
      let error = Float(
        observation.reward - fit.predict(rows[observation.row], agent: observation.agent))
      prepare(rows[observation.row])
      for at in columns.indices {
        let square = error * error * values[at] * values[at]
        blocks[0].squares[Int(columns[at])] += square
        blocks[observation.agent + 1].squares[Int(columns[at])] += square
      }
    }
  }

  func forgetDecisions() {}

  func write(to writer: inout ByteWriter) {
    writer.varint(UInt64(places.count))
    for place in places { writer.varint(UInt64(place)) }
    writer.varint(UInt64(blocks.count))
    for block in blocks {
      writer.varint(UInt64(block.weights.count))
      let used = block.weights.indices.filter { block.squares[$0] != 0 || block.weights[$0] != 0 }
      writer.varint(UInt64(used.count))
      var next = 0
      for column in used {
        writer.varint(UInt64(column - next))
        writer.float(block.weights[column])
        writer.float(block.squares[column])
        next = column + 1
      }
    }
  }

  mutating func read(from reader: inout ByteReader, agents: Int) throws(ByteError) -> Bool {
    for column in 0..<(try reader.count()) {
      let place = try reader.varint()
      guard place < UInt64(RoutingInput.width), column < LinearModel.placeLimit,
        index.insert(place, Int32(column)) == nil
      else { return false }
      places.append(Int32(place))
    }
    let count = try reader.count(bytesEach: 2)
    guard count >= 1, count <= agents + 1 else { return false }
    blocks = []
    for _ in 0..<count {
      guard let block = try readBlock(&reader) else { return false }
      blocks.append(block)
    }
    return true
  }

  private func readBlock(_ reader: inout ByteReader) throws(ByteError) -> Block? {
    let width = try reader.varint()
    guard width <= UInt64(places.count) else { return nil }
    var block = Block()
    block.weights = Array(repeating: 0, count: Int(width))
    block.squares = block.weights
    var next: UInt64 = 0
    for _ in 0..<(try reader.count(bytesEach: 9)) {
      let gap = try reader.varint()
      let weight = try reader.float()
      let square = try reader.float()
      guard gap < width - next, weight.isFinite, square.isFinite, square >= 0 else { return nil }
      block.weights[Int(next + gap)] = weight
      block.squares[Int(next + gap)] = square
      next += gap + 1
    }
    return block
  }
}
