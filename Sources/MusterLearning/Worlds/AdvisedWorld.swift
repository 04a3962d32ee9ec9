/// A world that can say what a rule of thumb would do in the place of its agents: what they learn from first, where
/// the settings ask for it.
public protocol AdvisedWorld: VectorWorld {
  /// Writes copies * agents actions, each possible; -1 where there is no advice.
  func advise(into target: UnsafeMutablePointer<Int32>)
}
