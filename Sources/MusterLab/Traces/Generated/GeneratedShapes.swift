import MusterCore
import MusterMath

/// What a generated task may ask for: a few quantised shapes, so that shapes repeat as they do in clusters.
///
/// Amounts and shares are those of openb's default pods, with rare ones put to the nearest frequent one.
struct GeneratedShapes: Sendable {
  /// A shape and how frequent it is inside its group.
  private struct Shape {
    var cpuMilli: Int64
    var memoryMiB: Int64
    var gpus: UInt8 = 0
    var milliEach: Int16 = 0
    var share: Double
  }

  /// 13.3 % of openb's pods.
  private static let withoutGPU = [
    Shape(cpuMilli: 8000, memoryMiB: 30_517, share: 0.18),
    Shape(cpuMilli: 12_500, memoryMiB: 57_344, share: 0.55),
    Shape(cpuMilli: 32_000, memoryMiB: 49_152, share: 0.27),
  ]

  private static let withGPU = [
    // Parts of one GPU: 43.6 % of the pods with GPUs.
    Shape(cpuMilli: 3152, memoryMiB: 5600, gpus: 1, milliEach: 810, share: 0.153),
    Shape(cpuMilli: 8000, memoryMiB: 30_517, gpus: 1, milliEach: 470, share: 0.124),
    Shape(cpuMilli: 11_908, memoryMiB: 47_104, gpus: 1, milliEach: 650, share: 0.057),
    Shape(cpuMilli: 4000, memoryMiB: 22_888, gpus: 1, milliEach: 320, share: 0.053),
    Shape(cpuMilli: 4000, memoryMiB: 15_258, gpus: 1, milliEach: 200, share: 0.049),
    // One whole GPU: 55.4 %.
    Shape(cpuMilli: 3152, memoryMiB: 5600, gpus: 1, milliEach: 1000, share: 0.083),
    Shape(cpuMilli: 11_400, memoryMiB: 49_152, gpus: 1, milliEach: 1000, share: 0.388),
    Shape(cpuMilli: 18_708, memoryMiB: 64_512, gpus: 1, milliEach: 1000, share: 0.083),
    // Several: 1 %.
    Shape(cpuMilli: 16_200, memoryMiB: 66_560, gpus: 2, milliEach: 1000, share: 0.0023),
    Shape(cpuMilli: 32_200, memoryMiB: 132_096, gpus: 4, milliEach: 1000, share: 0.0021),
    Shape(cpuMilli: 88_000, memoryMiB: 327_680, gpus: 8, milliEach: 1000, share: 0.0062),
  ]

  private let demands: [Demand]
  private let gangDemands: [Demand]
  private let weights: [Double]
  private let gangWeights: [Double]

  /// - Parameter gpu: the share of tasks that want GPUs.
  init(gpu: Double) {
    var demands: [Demand] = []
    var weights: [Double] = []
    for (shapes, share) in [(Self.withoutGPU, 1 - gpu), (Self.withGPU, gpu)] {
      for shape in shapes {
        demands.append(
          Demand(
            resources: Resources(cpuMilli: shape.cpuMilli, memoryMiB: shape.memoryMiB),
            devices: DeviceDemand(count: shape.gpus, milliEach: shape.milliEach)))
        weights.append(shape.share * share)
      }
    }
    self.demands = demands
    self.weights = weights
    // Eight of these fit on the first agent of every pool, so that no gang waits for room that never comes.
    let small = demands.indices.filter {
      demands[$0].devices.count <= 1 && demands[$0].resources.cpuMilli <= 12_000
    }
    gangDemands = small.map { demands[$0] }
    gangWeights = small.map { weights[$0] }
  }

  /// What a task asks for; one of a gang asks for little enough that eight fit on one agent.
  func draw(forGang: Bool, _ random: inout Random) -> Demand {
    let choice = random.pick(weights: forGang ? gangWeights : weights) ?? 0
    return forGang ? gangDemands[choice] : demands[choice]
  }
}
