extension OrchestrationSettings {
  /// Worlds of about this size: episodes have two thirds of the compute nodes or more, one storage node and one
  /// scheduler fewer or all, a load within `spread` of this one, and half to one and a half times as many breakdowns.
  public init(
    nodes: Int, storage: Int, schedulers: Int, steps: Int, load: Double, spread: Double = 0.15,
    churn: Double, localWeight: Double
  ) {
    self.init()
    self.nodes = max(nodes * 2 / 3, 1)...nodes
    self.storage = max(storage - 1, 1)...storage
    self.schedulers = max(schedulers - 1, 1)...schedulers
    self.steps = steps
    self.load = max(load - spread, 0.005)...(load + spread)
    self.churn = (churn / 2)...(churn * 3 / 2)
    self.localWeight = Float(localWeight)
  }
}
