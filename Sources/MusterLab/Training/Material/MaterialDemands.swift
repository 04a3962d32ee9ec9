/// What the tasks of a trace ask for, as demands of a material world: processors, memory and devices.
enum MaterialDemands {
  /// Of the tasks in a part of the trace, by their order of arrival. Each of the three is in shares of the 99th
  /// percentile of those in the whole trace that ask for it, cut there, times `most`; tasks that ask for nothing are
  /// left out. `O(tasks log tasks)`.
  static func demands(
    of source: OrchestrationSource, part: ClosedRange<Double>, most: Double
  ) -> [SIMD3<Double>] {
    let all = asked(source)
    let high = SIMD3(high(all.map(\.x)), high(all.map(\.y)), high(all.map(\.z)))
    return asked(source.part(part)).filter { $0 != .zero }.map {
      most * ($0 / high).clamped(lowerBound: .zero, upperBound: .one)
    }
  }

  private static func asked(_ source: OrchestrationSource) -> [SIMD3<Double>] {
    source.rows.map {
      SIMD3(
        Double($0.demand.resources.cpuMilli), Double($0.demand.resources.memoryMiB),
        Double($0.demand.devices.totalMilli))
    }
  }

  /// 1 where nobody asks for any.
  private static func high(_ amounts: [Double]) -> Double {
    let sorted = amounts.filter { $0 > 0 }.sorted()
    return sorted.isEmpty ? 1 : sorted[(sorted.count - 1) * 99 / 100]
  }
}
