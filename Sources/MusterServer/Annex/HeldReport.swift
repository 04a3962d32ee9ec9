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

  /// The report, to be made when the verdict is there.
  var result: WorkResult {
    WorkResult(succeeded: true, reward: reward, cost: cost, outputTokens: outputTokens)
  }

  var bytes: [UInt8] {
    var writer = ByteWriter(capacity: 40)
    encode(into: &writer)
    return writer.bytes
  }

  func encode(into writer: inout ByteWriter) {
    writer.varint(lease.rawValue)
    writer.zigzag(at.nanoseconds)
    writer.byte(reward == nil ? 0 : 1)
    if let reward { writer.fixed64(reward.bitPattern) }
    writer.zigzag(cost)
    writer.varint(UInt64(outputTokens))
  }
}

extension HeldReport {
  init(from reader: inout ByteReader) throws(ByteError) {
    lease = LeaseID(try reader.varint())
    at = Instant(try reader.zigzag())
    reward = try reader.byte() == 0 ? nil : Double(bitPattern: try reader.fixed64())
    cost = try reader.zigzag()
    outputTokens = Int32(clamping: try reader.varint())
  }
}
