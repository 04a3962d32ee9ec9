import Foundation
import MusterLearning

/// Episodes that `mpe2` played, from Benchmarks/Peers/mpe_golden.py, which says what a line is.
struct MPEGolden {
  struct Step {
    var actions: [Int32] = []
    var rewards: [Double] = []
    var observations: [Double] = []
  }

  struct Episode {
    var start: [Double]
    var steps: [Step] = []
    /// Place `index` of the start.
    func place(_ index: Int) -> SIMD2<Double> { SIMD2(start[2 * index], start[2 * index + 1]) }
  }

  var episodes: [Episode] = []

  /// The file of the repository, or the longer one that the environment names.
  init(_ name: String, variable: String) throws {
    let golden = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden/\(name).txt")
    let path = ProcessInfo.processInfo.environment[variable]
    let text = try String(contentsOf: path.map { URL(filePath: $0) } ?? golden, encoding: .utf8)
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ")
      let numbers = words.dropFirst().compactMap { Double($0) }
      if words[0] == "start" {
        episodes.append(Episode(start: numbers))
        continue
      }
      let episode = episodes.count - 1
      switch words[0] {
      case "step": episodes[episode].steps.append(Step(actions: numbers.map { Int32($0) }))
      case "reward": episodes[episode].steps[episodes[episode].steps.count - 1].rewards = numbers
      default: episodes[episode].steps[episodes[episode].steps.count - 1].observations = numbers
      }
    }
  }
}
