#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// How text for people is to be laid out: how wide, and with or without colour.
public struct TerminalStyle: Sendable, Equatable {
  /// Cells a line may take.
  public var width: Int
  /// Whether escape sequences for weight and colour are wanted.
  public var usesColour: Bool

  /// A style that depends on nothing: what a file or a pipe gets.
  public init(width: Int = 120, usesColour: Bool = false) {
    self.width = max(width, 20)
    self.usesColour = usesColour
  }

  /// The style for a descriptor: as wide as its terminal, in colour unless NO_COLOR is set and not empty
  /// (no-color.org) or the terminal is a dumb one. A pipe or file gets the plain style.
  public static func detected(descriptor: Int32 = 1) -> TerminalStyle {
    var size = winsize()
    let isTerminal = isatty(descriptor) == 1
    let known = isTerminal && ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    return TerminalStyle(
      isTerminal: isTerminal, columns: known ? Int(size.ws_col) : nil, noColour: value("NO_COLOR"),
      terminal: value("TERM"))
  }

  /// The rule behind ``detected(descriptor:)``, without the system.
  init(isTerminal: Bool, columns: Int?, noColour: String?, terminal: String?) {
    let colour = isTerminal && (noColour ?? "").isEmpty && terminal != "dumb"
    self.init(width: columns ?? (isTerminal ? 80 : 120), usesColour: colour)
  }

  private static func value(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }
}
