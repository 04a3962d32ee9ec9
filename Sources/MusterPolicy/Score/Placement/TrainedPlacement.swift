extension PlacementWeights {
  /// The weights that come with Muster, for demands that want no device, a share of one, and more.
  ///
  /// Fitted by the cross-entropy method of `muster train placement` on seeds from 1000 on of the 13 openb variants
  /// and of mixes drawn anew from them, on a quarter of the pool; never on seeds below.
  public static let trained = PlacementWeights([
    (.fragmentationScore, 1.020, 0.185, 0.922),
    (.weightedFall, -0.110, 0.297, -0.017),
    (.cpuLeft, 0.141, 0.192, -0.417),
    (.devicesLeft, -0.577, -0.043, 0.247),
    (.imbalance, -0.510, -0.710, -0.235),
    (.cpuShortage, -0.428, -1.556, -0.117),
    (.idleDevices, -0.634, -0.046, 0.448),
    (.partlyLeft, -0.817, -0.974, -0.369),
    (.fragmentation, -0.418, -0.700, -0.087),
    (.shareLeft, 0.000, -0.344, 0.000),
    (.scarcity, 0.479, -0.754, -0.834),
    (.cpuOffered, -0.063, 0.198, -0.503),
    (.wasIdle, 0.398, -0.318, -0.079),
    (.scarcitySquared, -0.301, -0.255, -0.457),
    (.cpuSurplus, -0.070, 0.086, -0.967),
    (.scarceLeft, 0.211, -0.230, -0.649),
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
