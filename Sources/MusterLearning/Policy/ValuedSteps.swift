/// Of which of an agent's steps a critic learns: those in which it can choose or waits for its next choice, since values
/// are asked for where an episode is cut or a batch ends, whether it is its turn or not. Of none before its first choice
/// in an episode.
enum ValuedSteps {
  /// One agent of one copy over `steps` steps; its flags lie `stride` apart, the copy's ends `endStride`.
  /// `isPresent` says when it could choose.
  static func mark(
    steps: Int, stride: Int, isPresent: UnsafePointer<Bool>, ends: UnsafePointer<EpisodeEnd>, endStride: Int,
    isValued: UnsafeMutablePointer<Bool>
  ) {
    var hasChosen = false
    for step in 0..<steps {
      hasChosen = hasChosen || isPresent[step * stride]
      isValued[step * stride] = hasChosen
      if ends[step * endStride] != .running { hasChosen = false }
    }
  }
}
