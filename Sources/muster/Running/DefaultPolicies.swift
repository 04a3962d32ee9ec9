import MusterLab
import MusterPolicy

/// What is compared when nobody says what: methods that have something to say about the work, and the simple
/// baselines.
enum DefaultPolicies {
  /// The names, of those that the catalogue knows.
  static func names(for workload: Workload, in catalogue: Catalogue = .standard) -> [String] {
    wanted(for: workload).filter { name in
      catalogue.shorthand(name) != nil || catalogue.word(name)?.role == .score
        || (name.contains("|") && (try? Sentence(name, in: catalogue)) != nil)
    }
  }

  private static func wanted(for workload: Workload) -> [String] {
    let baselines = ["least-loaded", "round-robin", "random"]
    if workload.agents.contains(where: { !$0.price.isFree }) {
      return ["fit-to-kind", "cheapest", "fastest"] + baselines
    }
    if workload.agents.contains(where: { $0.deviceCount > 0 }) {
      return ["fgd", "best-fit", "dot-product", "packing", "clustering", "random"]
    }
    return ["best-fit", "dot-product", "power-of-two"] + baselines
  }
}
