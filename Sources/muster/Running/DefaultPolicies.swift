import MusterLab
import MusterPolicy

/// What is compared when nobody says what: methods that have something to say about the work, and the simple
/// baselines.
enum DefaultPolicies {
  /// The names, of those that the catalogue knows; the first is the one that the others are compared with. Rows of
  /// hindsight come last, where the trace knows every outcome.
  static func names(for workload: Workload, in catalogue: Catalogue = .standard) -> [String] {
    wanted(for: workload).filter { catalogue.shorthand($0) != nil }
      + Hindsight.allCases.filter { (try? $0.policy(for: workload)) != nil }.map(\.rawValue)
  }

  private static func wanted(for workload: Workload) -> [String] {
    // Placed once for good: what matters is what fits.
    if workload.meters.contains(.fragmentationCurves) {
      return ["fgd", "learned-placement", "best-fit", "dot-product", "packing", "clustering", "random"]
    }
    let shifts = workload.meters.contains { if case .shift = $0 { true } else { false } }
    if shifts { return ["sentinel", "symphony-coord", "thompson", "fit-to-kind", "round-robin", "random"] }
    if workload.world is OutcomeWorld {
      return ["knowledge-gradient", "thompson", "fit-to-kind", "cheapest", "round-robin", "random"]
    }
    if workload.agents.contains(where: { !$0.price.isFree }) {
      return ["least-loaded", "fit-to-kind", "fastest", "cheapest", "round-robin", "random"]
    }
    return ["least-loaded", "best-fit", "dot-product", "power-of-two", "round-robin", "random"]
  }
}
