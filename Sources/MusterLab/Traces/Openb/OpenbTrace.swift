import MusterCore
import MusterMath

/// Alibaba's GPU cluster trace of 2023: 1,213 nodes with 6,212 GPUs, and some 8,000 pods in several variants.
///
/// `mode=published` is the experiment of FGD (Weng et al., ATC'23): pods in random order and as many as ask
/// for 130 % of the GPUs, one attempt each, none ever leaves. A seed draws what the same seed drew in the
/// published runs. `mode=timeline` lets each pod come when it came and stay as long as it stayed; a seed only
/// orders the nodes that a policy finds equal.
public struct OpenbTrace: Trace {
  /// How pods come and go.
  public enum Mode: String, Sendable, CaseIterable {
    /// As in the published experiment.
    case published
    /// As they did.
    case timeline
  }

  static let mode = TraceKey.choice(
    "mode", Mode.published,
    "published: the FGD experiment, nothing ever leaves; timeline: pods come and go as recorded")
  static let nodes = TraceKey.path("nodes", else: "nodes.csv beside the pods", "the nodes' file")
  static let speedup = TraceKey.number(
    "speedup", 1, in: 0.001...1_000_000,
    "how many times faster than recorded the pods of a timeline come and go")

  static let scheme = TraceScheme(
    name: "openb",
    summary: "pods on a GPU cluster: the FGD placement experiment, or the recorded comings and goings",
    path: .needed("a pods_VARIANT.csv"), parameters: [mode.parameter, nodes.parameter, speedup.parameter],
    example: "openb:data/openb/pods_default.csv",
    source: "alibaba/clusterdata, cluster-trace-gpu-v2023; experiment: Weng et al., FGD, USENIX ATC'23",
    licence: "free with citation of FGD (ATC'23)",
    files: { spec in [spec.path] + ((try? nodesFile(of: spec)).map { [$0] } ?? []) }
  ) { try OpenbTrace($0) }

  public let spec: String
  private let data: OpenbData
  private let mix: DemandMix
  private let mode: Mode
  private let timeline: OpenbTimeline?

  /// Reads the files that a spec names. Throws ``TraceSpecError`` or ``TraceError``.
  public init(_ spec: TraceSpec) throws {
    self.spec = spec.text
    mode = try spec.value(Self.mode)
    let speedup = try spec.value(Self.speedup)
    if mode == .published, speedup != 1 {
      throw spec.clash(Self.speedup, expected: "it only with mode=timeline")
    }
    data = try OpenbData(nodes: try Self.nodesFile(of: spec), pods: spec.path)
    mix = data.typicalPods
    timeline = mode == .timeline ? try OpenbTimeline(data, file: spec.path, speedup: speedup) : nil
  }

  private static func nodesFile(of spec: TraceSpec) throws(TraceSpecError) -> String {
    try spec.value(nodes) ?? sibling("nodes.csv", of: spec.path)
  }

  /// The file of this name in the directory of `path`.
  private static func sibling(_ name: String, of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return name }
    return path[...slash] + name
  }

  public var summary: String {
    let gpus = data.nodes.reduce(0) { $0 + Int($1.gpus) }
    let how = mode == .published ? "placed once for good, up to 130 % of the GPUs" : "as they came and went"
    return "\(data.pods.count) pods on \(data.nodes.count) nodes with \(gpus) GPUs, \(how)"
  }

  public func workload(seed: UInt64) -> Workload {
    var workload: Workload
    if let timeline {
      workload = Workload(world: RecordedWorld(durations: timeline.durations, firstTask: 1))
      workload.arrivals = timeline.arrivals(data)
      workload.agents = agents(ids: (0..<data.nodes.count).map(UInt64.init))
    } else {
      let draw = OpenbDraw(data, seed: seed)
      workload = Workload(world: EndlessWorld())
      workload.arrivals = draw.pods.enumerated().map { index, pod in
        var task = task(pod, id: UInt64(index) + 1)
        task.patience = 0
        task.retry = .once
        return Workload.Arrival(at: Instant(Nanoseconds(index) * 1_000_000_000), tasks: [task])
      }
      workload.agents = agents(ids: Self.ids(ranked: draw.ranks, seed: seed))
      workload.meters = [.fragmentationCurves]
    }
    workload.define(data.vocabulary)
    workload.mix = mix
    return workload
  }

  /// Ids that make the engine prefer, among equals, the agents as ranked: it goes by a hash of seed and id.
  package static func ids(ranked ranks: [Int], seed: UInt64) -> [UInt64] {
    let ids = (0..<UInt64(ranks.count)).sorted { Mix.hash(seed, $0) < Mix.hash(seed, $1) }
    return ranks.map { ids[$0] }
  }

  private func agents(ids: [UInt64]) -> [Agent] {
    zip(data.nodes, ids).map { node, id in
      Agent(
        id: AgentID(id), name: node.name, capacity: node.capacity, deviceCount: node.gpus,
        deviceModel: node.model)
    }
  }

  private func task(_ pod: Int, id: UInt64) -> Task {
    Task(id: TaskID(id), kind: data.pods[pod].kind, demand: data.pods[pod].demand)
  }
}
