/// A world whose agents have roles: each role does one kind of thing and sees one part of the whole.
///
/// The agents that `step` rewards are paid by a part of their own and a part of the team's; the latter is told
/// apart, so that a critic can learn what the whole is worth.
public protocol RoleWorld: VectorWorld {
  /// The names of the roles, for example `scheduler`.
  var roleNames: [String] { get }
  /// For each agent of a copy the number of its role: the same in every copy, for good.
  var roles: [Int] { get }
  /// Writes for each copy what the whole was paid in the last step.
  func teamRewards(into target: UnsafeMutablePointer<Float>)
}
