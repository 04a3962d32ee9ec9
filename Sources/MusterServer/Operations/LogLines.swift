import Foundation
import Logging
import MusterCore

/// A backend of swift-log that writes a line for each message to standard error.
public struct LogLines: LogHandler {
  /// How lines look.
  public typealias Format = ObservabilitySettings.Format

  public var metadata: Logger.Metadata = [:]
  public var logLevel = Logger.Level.info
  public var metadataProvider: Logger.MetadataProvider?

  private let label: String
  private let format: Format
  private let write: @Sendable (String) -> Void

  /// - Parameter write: takes a whole line with its end; standard error where none is given.
  public init(
    label: String, format: Format, write: @escaping @Sendable (String) -> Void = LogLines.standardError
  ) {
    self.label = label
    self.format = format
    self.write = write
  }

  /// The logger that the settings ask for.
  public static func logger(_ label: String, _ settings: ObservabilitySettings) -> Logger {
    var logger = Logger(label: label) { LogLines(label: $0, format: settings.format) }
    logger.logLevel = Logger.Level(rawValue: settings.level.rawValue) ?? .info
    return logger
  }

  public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  public func log(event: LogEvent) {
    var all = metadata
    if let provided = metadataProvider?.get() { all.merge(provided) { $1 } }
    if let own = event.metadata { all.merge(own) { $1 } }
    if let error = event.error { all["error"] = "\(error)" }
    let now = Instant(Int64(Date().timeIntervalSince1970 * 1e9))
    let line = LogLine(
      time: now, level: event.level, label: label, message: "\(event.message)", metadata: all)
    write((format == .json ? line.json : line.text) + "\n")
  }

  /// Writes with one call, so that lines of several threads do not mix.
  public static let standardError: @Sendable (String) -> Void = { line in
    var line = line
    line.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)
      while let address = rest.baseAddress, !rest.isEmpty {
        let count = Foundation.write(STDERR_FILENO, address, rest.count)
        // A log that nobody takes is no reason to stop.
        if count < 0, errno != EINTR { return }
        rest = UnsafeRawBufferPointer(rebasing: rest[max(count, 0)...])
      }
    }
  }
}
