/// How the agents of a world come into the two stages of two-stage allocation, told from what an agent sees: so that an
/// actor that is shown observations and nothing else can choose.
///
/// In a step either one agent selects among candidates for a task, by its actions, or all others choose an action each.
public protocol TwoStageSight: Sendable {
  /// Numbers that describe an agent that chooses for itself.
  var entitySize: Int { get }
  /// Numbers that describe a candidate: each action of the one who selects.
  var candidateSize: Int { get }
  /// Numbers that describe the task that it selects for.
  var taskSize: Int { get }
  /// Whether an agent that sees this selects now.
  func isSelecting(_ observation: UnsafePointer<Float>) -> Bool
  /// Writes an agent's numbers.
  func writeEntity(_ observation: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>)
  /// Writes the numbers of all candidates, action by action.
  func writeCandidates(_ observation: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>)
  /// Writes the task's numbers.
  func writeTask(_ observation: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>)
}
