extension PlacementWeights {
  /// The weights that come with Muster.
  public static let trained = PlacementWeights.fragmentation
}
