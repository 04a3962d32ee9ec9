import Foundation

/// What this process took.
enum Memory {
  /// The most memory it ever had at once, in MiB.
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
}
