import MusterMath

/// What agents aim at, and when they may aim at something else: when they are there, when they cannot get there any
/// more, which is so too where a step shows them nothing, and at the beginning of an episode.
struct SubgoalState: Sendable {
  let subgoals: any Subgoals
  let observationSize: Int
  /// For each row of agents; -1 for nothing.
  private(set) var aims: [Int32]
  private let flags: Column<UInt8>

  init(_ subgoals: any Subgoals, rows: Int, observationSize: Int) {
    self.subgoals = subgoals
    self.observationSize = observationSize
    aims = Array(repeating: -1, count: rows)
    flags = Column(count: subgoals.count, of: 0)
  }

  /// The subgoals that each agent may choose now: its own alone while it is on its way.
  func mask(_ observations: UnsafePointer<Float>, into target: UnsafeMutablePointer<UInt8>) {
    let count = subgoals.count
    for row in aims.indices {
      let own = target + row * count
      subgoals.feasible(observations + row * observationSize, into: own)
      if aims[row] < 0 || own[Int(aims[row])] == 0 { continue }
      own.update(repeating: 0, count: count)
      own[Int(aims[row])] = 1
    }
  }

  /// Takes one subgoal for each agent.
  mutating func aim(_ chosen: UnsafePointer<Int32>) {
    for row in aims.indices { aims[row] = chosen[row] }
  }

  /// Looks who is there, after a step: calls `arrived` with the row of each that is. Who is there, or cannot get there,
  /// aims at nothing.
  mutating func settle(_ observations: UnsafePointer<Float>, _ arrived: (Int) -> Void) {
    for row in aims.indices where aims[row] >= 0 {
      let (seen, aim) = (observations + row * observationSize, Int(aims[row]))
      subgoals.reached(seen, into: flags.base)
      let isThere = flags.base[aim] != 0
      subgoals.feasible(seen, into: flags.base)
      if isThere { arrived(row) }
      if isThere || flags.base[aim] == 0 { aims[row] = -1 }
    }
  }

  /// Forgets what the agents of some rows aim at.
  mutating func reset(_ rows: Range<Int>) {
    for row in rows { aims[row] = -1 }
  }

  /// Observations with the flag of each agent's subgoal behind.
  func join(_ observations: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>) {
    let (width, count) = (observationSize, subgoals.count)
    for row in aims.indices {
      let own = target + row * (width + count)
      own.update(from: observations + row * width, count: width)
      (own + width).update(repeating: 0, count: count)
      if aims[row] >= 0 { own[width + Int(aims[row])] = 1 }
    }
  }

  func encode(into writer: inout ByteWriter) {
    for aim in aims { writer.zigzag(Int64(aim)) }
  }

  /// Throws where an aim is no subgoal; then nothing has changed.
  mutating func decode(from reader: inout ByteReader) throws {
    var read = aims
    for row in read.indices {
      let aim = try reader.zigzag()
      guard (-1..<Int64(subgoals.count)).contains(aim) else {
        throw WorldError.value(what: "subgoal", found: Int(aim))
      }
      read[row] = Int32(aim)
    }
    aims = read
  }
}
