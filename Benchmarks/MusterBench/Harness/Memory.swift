import Foundation

/// What processes took.
enum Memory {
  /// The most memory that this process ever had at once, in MiB.
  static var peakMiB: Double {
    var usage = rusage()
    #if canImport(Darwin)
      let bytesPerUnit = 1.0
      let status = getrusage(RUSAGE_SELF, &usage)
    #else
      let bytesPerUnit = 1024.0
      let status = getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    #endif
    return status == 0 ? Double(usage.ru_maxrss) * bytesPerUnit / Double(1 << 20) : .nan
  }

  /// What another process has in memory now, in MiB; NaN where nobody can tell.
  static func residentMiB(of process: Int32) -> Double {
    let file = "/proc/\(process)/status"
    if let text = try? String(contentsOfFile: file, encoding: .utf8),
      let line = text.split(separator: "\n").first(where: { $0.hasPrefix("VmRSS:") }),
      let kibibytes = line.split(separator: " ").compactMap({ Double($0) }).first
    {
      return kibibytes / 1024
    }
    let answer = try? Child.output("/bin/ps", ["-o", "rss=", "-p", "\(process)"])
    let kibibytes = answer.flatMap { Double($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
    return (kibibytes ?? .nan) / 1024
  }
}
