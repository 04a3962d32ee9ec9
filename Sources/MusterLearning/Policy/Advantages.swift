/// Generalised advantage estimation (Schulman et al., 2016): A_t = d_t + discount * lambda * A_{t+1} with
/// d_t = r_t + discount * V_{t+1} - V_t, begun anew at the end of each episode.
///
/// Where an agent cannot choose, what it is paid belongs to its last choice, and what follows that is its next one
/// (options, Sutton, Precup and Singh, 1999): each step discounts, each choice counts once by lambda.
struct Advantages {
  let discount: Float
  let lambda: Float

  /// One agent of one copy over `steps` steps; its numbers lie `stride` apart, ends lie together. `isPresent` says when
  /// it could choose; always, where there is none. `cut` holds the value of the state in which a truncated episode was left, `following` that after the last step. Writes the
  /// advantages, and the returns A_t + V_t that the critic is to learn.
  func estimate(
    steps: Int, stride: Int, isPresent: UnsafePointer<Bool>?, rewards: UnsafePointer<Float>,
    values: UnsafePointer<Float>, cut: UnsafePointer<Float>, ends: UnsafePointer<EpisodeEnd>,
    following: Float,
    advantages: UnsafeMutablePointer<Float>, returns: UnsafeMutablePointer<Float>
  ) {
    var (next, carried) = (following, Float(0))
    for step in Swift.stride(from: steps - 1, through: 0, by: -1) {
      let at = step * stride
      switch ends[step] {
      case .running: break
      case .terminated: (next, carried) = (0, 0)
      case .truncated: (next, carried) = (cut[at], 0)
      }
      carried = rewards[at] + discount * next - values[at] + discount * lambda * carried
      advantages[at] = carried
      returns[at] = carried + values[at]
      (next, carried) = isPresent?[at] ?? true ? (values[at], carried) : (returns[at], 0)
    }
  }
}
