import MusterCore
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The clock seam of the live server: nanoseconds since the Unix epoch that never run backwards.
///
/// The wall clock is read once, at the start; from there on a clock that only counts elapsed time (suspended time
/// included) moves it. A wall clock that is set forward or back while the server runs thus expires no lease and
/// prolongs none. After a restart the clock begins at the wall clock, or at the latest instant of the log if the
/// wall clock has fallen behind it.
public struct ServerClock: Sendable {
  private let origin: Int64
  private let started: Int64

  /// - Parameter latest: the instant of the log's latest fact; no instant before it is ever given.
  public init(notBefore latest: Instant = .zero) {
    started = Self.read(CLOCK_BOOTTIME)
    origin = max(Self.read(CLOCK_REALTIME), latest.nanoseconds)
  }

  /// Now, by this clock.
  public var now: Instant { Instant(origin + (Self.read(CLOCK_BOOTTIME) - started)) }

  private static func read(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
