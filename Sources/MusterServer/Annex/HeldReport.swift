import MusterCore
import MusterMath

/// The report of a success that a verdict is awaited on. Its output is kept with the task.
public struct HeldReport: Sendable, Equatable {
  public var lease: LeaseID
  /// Since when.
  public var at: Instant
  /// What the agent itself says that it is worth, if it does.
  public var reward: Double?
  /// What it cost until then, in micro-dollars.
  public var cost: Int64
  public var outputTokens: Int32
  /// How many turns it took; nil where nobody counted.
  public var turns: Int32?
  /// What graders said of the work.
  public var grades: [Grade] = []

  /// Which of the optional parts follow.
  private enum Flag {
    static let reward: UInt8 = 1
    static let turns: UInt8 = 2
    static let grades: UInt8 = 4
  }

  /// The report, to be made when the verdict is there.
  var result: WorkResult {
    var result = WorkResult(succeeded: true, reward: reward, cost: cost, outputTokens: outputTokens)
    result.turns = turns
    result.grades = grades
    return result
  }

  init(_ result: WorkResult, lease: LeaseID, at: Instant, cost: Int64) {
    self.lease = lease
    self.at = at
    self.cost = cost
    reward = result.reward
    outputTokens = result.outputTokens
    turns = result.turns
    grades = result.grades
  }

  var bytes: [UInt8] {
    var writer = ByteWriter(capacity: 40)
    encode(into: &writer)
    return writer.bytes
  }

  func encode(into writer: inout ByteWriter) {
    writer.varint(lease.rawValue)
    writer.zigzag(at.nanoseconds)
    writer.byte(
      (reward == nil ? 0 : Flag.reward) | (turns == nil ? 0 : Flag.turns)
        | (grades.isEmpty ? 0 : Flag.grades))
    if let reward { writer.fixed64(reward.bitPattern) }
    writer.zigzag(cost)
    writer.varint(UInt64(outputTokens))
    if let turns { writer.varint(UInt64(turns)) }
    guard !grades.isEmpty else { return }
    writer.varint(UInt64(grades.count))
    for grade in grades {
      writer.string(grade.name)
      writer.double(grade.value)
    }
  }

  /// Reads what ``encode(into:)`` wrote, of any version: what came later are flags.
  init(from reader: inout ByteReader) throws(ByteError) {
    lease = LeaseID(try reader.varint())
    at = Instant(try reader.zigzag())
    let flags = try reader.byte()
    if flags & Flag.reward != 0 { reward = Double(bitPattern: try reader.fixed64()) }
    cost = try reader.zigzag()
    outputTokens = Int32(clamping: try reader.varint())
    if flags & Flag.turns != 0 { turns = Int32(clamping: try reader.varint()) }
    guard flags & Flag.grades != 0 else { return }
    for _ in 0..<(try reader.count(bytesEach: 9)) {
      grades.append(Grade(try reader.string(), try reader.double()))
    }
  }
}
