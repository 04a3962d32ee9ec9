import MusterLearning
import MusterMath

/// MAPPO on simple_spread with three agents, as the published run has it; `Benchmarks/training.sh` runs it.
enum MAPPOProbe {
  /// Where the episodes that are evaluated begin: on no training seed.
  private static let evaluationSeed: UInt64 = 9999

  /// Arguments: seed, frames, how many episodes to evaluate, threads.
  static let probe = Probe("mappo") { arguments in
    let numbers = arguments.compactMap { Int($0) }
    guard arguments.count == 4, numbers.count == 4, numbers.allSatisfy({ $0 > 0 }) else {
      throw BenchError(found: "\(arguments)", expected: "SEED FRAMES EPISODES THREADS, all above 0")
    }
    let (seed, frames) = (UInt64(numbers[0]), numbers[1])
    let settings = PPOSettings.simpleSpread(frames: frames, seed: seed)
    let trainer = try PPOTrainer(settings, threads: numbers[3]) { SimpleSpread(copies: $0, seed: seed) }
    let watch = Stopwatch()
    while trainer.frames < frames { _ = try trainer.update() }
    var result = Measurement()
    result["seconds"] = watch.seconds
    result["frames"] = Double(trainer.frames)
    let returns = trainer.evaluate(
      SimpleSpread(copies: 0..<numbers[2], seed: evaluationSeed), isGreedy: true)
    result["return"] = RunningMoments(returns).mean
    result["threads"] = Double(numbers[3])
    result["peakMiB"] = Memory.peakMiB
    return result
  }
}
