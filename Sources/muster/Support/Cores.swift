import Foundation

/// The cores of this machine that the process may use.
enum Cores {
  static var count: Int { max(1, ProcessInfo.processInfo.activeProcessorCount) }
}
