/// What agents of a world can aim at on their way, told from what an agent sees: so that an actor that is shown
/// observations and nothing else can choose subgoals and walk to them.
public protocol Subgoals: Sendable {
  /// Subgoals that an agent chooses from.
  var count: Int { get }
  /// Writes a flag for each: 1 for a subgoal that can be aimed at now. In a tree of tasks those whose conditions are
  /// met.
  func feasible(_ observation: UnsafePointer<Float>, into flags: UnsafeMutablePointer<UInt8>)
  /// Writes a flag for each: 1 for a subgoal that is reached now.
  func reached(_ observation: UnsafePointer<Float>, into flags: UnsafeMutablePointer<UInt8>)
}
