/// Who leads a group of replicas.
public struct Leader: Hashable, Sendable {
  /// Where to reach it, in its own words.
  public let address: String

  /// How many leaders there have been, this one included.
  public let epoch: UInt64

  /// How long ago it last showed that it lives, by the server's clock.
  public let heartbeatAge: Duration

  public init(address: String, epoch: UInt64, heartbeatAge: Duration) {
    self.address = address
    self.epoch = epoch
    self.heartbeatAge = heartbeatAge
  }
}
