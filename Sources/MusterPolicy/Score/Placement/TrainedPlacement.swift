extension PlacementWeights {
  /// The weights that come with Muster, for demands that want no device, a share of one, and more.
  ///
  /// Fitted by the cross-entropy method of `muster train placement` on seeds from 1000 on of the 13 openb variants
  /// and of mixes drawn anew from them, on a quarter of the pool; never on seeds below.
  public static let trained = PlacementWeights([
    (.fragmentationScore, 1.036, 0.296, 0.869),
    (.weightedFall, -0.085, 0.235, 0.030),
    (.cpuLeft, 0.243, 0.146, -0.346),
    (.devicesLeft, -0.541, -0.050, 0.185),
    (.imbalance, -0.387, -0.689, -0.327),
    (.cpuShortage, -0.281, -1.544, -0.120),
    (.idleDevices, -0.555, -0.069, 0.422),
    (.partlyLeft, -0.543, -0.908, -0.384),
    (.fragmentation, -0.421, -0.557, -0.040),
    (.shareLeft, 0.000, -0.645, 0.000),
    (.scarcity, 0.453, -0.793, -0.866),
    (.cpuOffered, -0.137, 0.158, -0.462),
    (.wasIdle, 0.402, -0.312, -0.108),
    (.scarcitySquared, -0.030, -0.309, -0.572),
    (.cpuSurplus, -0.111, 0.068, -0.976),
    (.scarceLeft, 0.139, -0.002, -0.847),
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
