extension PlacementWeights {
  /// The weights that come with Muster, for demands that want no device, a share of one, and more.
  ///
  /// Fitted by the cross-entropy method of `muster train placement` on seeds from 1000 on of the 13 openb variants
  /// and of mixes drawn anew from them, on a quarter of the pool; never on seeds below.
  public static let trained = PlacementWeights([
    (.fragmentationScore, 0.817, 0.177, 0.954),
    (.weightedFall, -0.045, 0.372, -0.088),
    (.cpuLeft, 0.037, 0.233, -0.374),
    (.devicesLeft, -0.553, -0.058, 0.257),
    (.imbalance, -0.489, -0.663, -0.399),
    (.cpuShortage, -0.445, -1.708, -0.167),
    (.idleDevices, -0.545, -0.014, 0.486),
    (.partlyLeft, -0.809, -1.146, -0.532),
    (.fragmentation, -0.292, -0.493, -0.283),
    (.shareLeft, 0.000, -0.424, 0.000),
    (.scarcity, 0.596, -0.847, -1.127),
    (.cpuOffered, 0.051, 0.213, -0.601),
    (.wasIdle, 0.477, -0.403, -0.157),
    (.scarcitySquared, -0.232, -0.290, -0.496),
    (.cpuSurplus, -0.159, 0.178, -1.187),
    (.scarceLeft, 0.140, -0.046, -1.153),
  ])

  /// - Parameter table: for each feature what it counts for by kind: plain, share, devices. Features left out
  ///   count for nothing.
  private init(_ table: [(feature: PlacementFeature, plain: Float, share: Float, devices: Float)]) {
    self.init(values: Array(repeating: 0, count: Self.count))
    for row in table {
      self[.plain, row.feature] = row.plain
      self[.share, row.feature] = row.share
      self[.devices, row.feature] = row.devices
    }
  }
}
