extension Engine {
  /// The same state under other settings: limits, terms and retention may change between two runs of a driver.
  ///
  /// The facts that follow are decided under the new settings, so a driver saves a snapshot before them.
  /// O(tasks + agents): what is derived (timers above all) is built anew.
  public func reconfigured(_ configuration: EngineConfiguration) throws(SnapshotError) -> Engine {
    var copy = self
    copy.configuration = configuration
    return try Engine(snapshot: copy.snapshot())
  }
}
