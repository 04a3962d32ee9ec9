import MusterCore
import MusterMath

/// What learners and searched rules know of a candidate, of about unit size.
struct CandidateView: Sendable {
  /// Less what would be left of the job's dominant resource, in nodes of mean size.
  var bestFit = 0.0
  /// FGD's score, 0...1.
  var fragmentation = 0.0
  /// The greatest share of any resource of the node that is held.
  var load = 0.0
  /// Whether the node's rack has the job's data.
  var isNear = false
  /// What is asked of the rack's storage node, of its bandwidth.
  var storeLoad = 0.0
}

extension OrchestrationCell {
  /// What there is to say about the candidate of a slot.
  mutating func view(_ slot: Int) -> CandidateView {
    let (job, node) = (job(of: slot), Int(named[slot]))
    var view = CandidateView()
    view.bestFit = bestFit(job, node) * Double(nodes.count)
    if let mask = fit(job, node) { view.fragmentation = fragmentation(job, node, mask) / 100 }
    view.load = loadShare(node)
    view.isNear = holds(near(node), window.jobs[job].tenant)
    view.storeLoad = stores[near(node)].load / window.bandwidth
    return view
  }

  /// The share of a resource of the whole pool that is held; 0 where there is none of it.
  func poolShare(_ resource: Int) -> Double {
    if capacity[resource] <= 0 { return 0 }
    return tenants.reduce(0) { $0 + $1.held[resource] } / capacity[resource]
  }

  /// The load of the nodes that are up, mean.
  var meanLoad: Double {
    var loads = RunningMoments()
    for node in nodes.indices where !nodes[node].isDown { loads.add(loadShare(node)) }
    return loads.mean
  }
}
