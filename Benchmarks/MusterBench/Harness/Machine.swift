import Foundation

/// The machine in general words: what a reader needs to judge the figures.
enum Machine {
  static var description: String {
    let cores = ProcessInfo.processInfo.activeProcessorCount
    let memory = Double(ProcessInfo.processInfo.physicalMemory) / Double(1 << 30)
    let word = cores == 1 ? "core" : "cores"
    return "\(cores) \(word) of \(processor), \(Int(memory.rounded())) GiB of memory, \(system)"
  }

  private static var processor: String {
    value(of: "model name", in: "/proc/cpuinfo", ":") ?? "an unknown processor"
  }

  private static var system: String {
    value(of: "PRETTY_NAME", in: "/etc/os-release", "=")
      ?? ProcessInfo.processInfo.operatingSystemVersionString
  }

  /// What stands after the sign in the first line that begins with the key.
  private static func value(of key: String, in file: String, _ sign: Character) -> String? {
    guard let text = try? String(contentsOfFile: file, encoding: .utf8) else { return nil }
    for line in text.split(separator: "\n") where line.hasPrefix(key) {
      guard let at = line.firstIndex(of: sign) else { continue }
      return line[line.index(after: at)...].trimmingCharacters(in: CharacterSet(charactersIn: " \t\""))
    }
    return nil
  }
}
