/// An actor that is there from the beginning and is told later by whom to act; until then it chooses nothing. Worlds
/// that hold one are stepped by one thread.
final class BorrowedActor: TeamActor, @unchecked Sendable {
  var actor: (any TeamActor)?

  init(_ actor: (any TeamActor)? = nil) { self.actor = actor }

  func act(
    _ observations: UnsafePointer<Float>, mask: UnsafePointer<UInt8>?,
    into actions: UnsafeMutablePointer<Int32>
  ) {
    actor?.act(observations, mask: mask, into: actions)
  }
}
