import MusterCore

/// What the published FGD experiment draws for a seed: which pods come in which order, and which node is
/// preferred among equals.
///
/// The draws are those of the published simulator, one for one, so that a deterministic policy gives the
/// published run of the same seed: one number is thrown away, the pods are shuffled, then taken away or added
/// until they ask for 130 % of the GPUs, ten numbers are thrown away, and the nodes are permuted.
struct OpenbDraw {
  /// Pods in the order of arrival, by their place in the list sorted by name.
  var pods: [Int]
  /// The preference of each node, by its place in the list sorted by name: 0 is preferred to all others.
  var ranks: [Int]

  init(_ data: OpenbData, seed: UInt64) {
    var random = GoRandom(seed: seed)
    // A log line of the simulator spends one.
    _ = random.int63()
    pods = Array(data.pods.indices)
    random.shuffle(&pods)
    OpenbDraw.tune(&pods, data, &random)
    // The watchers that the simulator starts spend ten.
    for _ in 0..<10 { _ = random.int63() }
    ranks = random.permutation(data.nodes.count)
  }

  private static func tune(_ pods: inout [Int], _ data: OpenbData, _ random: inout GoRandom) {
    let target = 1.3 * Double(data.capacityMilli)
    var wanted = data.pods.reduce(0) { $0 + $1.gpuMilli }
    while Double(wanted) > target { wanted -= data.pods[pods.remove(at: random.below(pods.count))].gpuMilli }
    // Pods that ask for no GPU never reach the target.
    guard Double(wanted) < target, pods.count == data.pods.count, wanted > 0 else { return }
    while true {
      let pod = random.below(data.pods.count)
      // One device's share and not the pod's whole demand: published so, overshoot and all.
      if Double(wanted + Int(data.pods[pod].demand.devices.milliEach)) > target { return }
      wanted += data.pods[pod].gpuMilli
      pods.append(pod)
    }
  }
}
