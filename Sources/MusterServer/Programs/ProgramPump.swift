import Foundation

/// The thread of a running program: writes its input, reads what it writes, and sees it to its end.
struct ProgramPump {
  private let call: ProgramCall
  private let spawn: ProgramSpawn
  private let program: RunningProgram
  private let began = ContinuousClock.now

  private var input: ArraySlice<UInt8>
  private var output: [UInt8] = []
  private var complaint: [UInt8] = []
  /// Open files of ours, or -1.
  private var files: (input: Int32, output: Int32, complaint: Int32)
  /// Why it is being ended, and since when.
  private var ending: (way: ProgramEnd.Way, since: ContinuousClock.Instant)?
  private var isKilled = false

  /// How long signals and ends may go unnoticed while nothing is read or written, in milliseconds.
  private static let tick: Int32 = 50
  /// How long what is left in the pipes is waited for when the program has ended.
  private static let remainder = Duration.seconds(1)

  init(_ call: ProgramCall, _ spawn: ProgramSpawn, _ program: RunningProgram) {
    self.call = call
    self.spawn = spawn
    self.program = program
    input = call.input[...]
    files = (spawn.input, spawn.output, spawn.complaint)
  }

  consuming func run() -> ProgramEnd {
    // A program that closes its input must not end us: the write fails instead.
    var broken = sigset_t()
    sigemptyset(&broken)
    sigaddset(&broken, SIGPIPE)
    pthread_sigmask(SIG_BLOCK, &broken, nil)

    if input.isEmpty { closeInput() }
    var pause: Int32 = 1
    while !hasEnded {
      let isReading = files.output >= 0 || files.complaint >= 0
      // With nothing left to read the end is near.
      exchange(timeout: isReading ? Self.tick : pause)
      if !isReading { pause = min(pause * 2, Self.tick) }
      watch()
    }
    let status = program.reap()
    let end = ContinuousClock.now + Self.remainder
    while files.output >= 0 || files.complaint >= 0, ContinuousClock.now < end {
      exchange(timeout: Self.tick)
    }
    closeInput()
    Self.close(&files.output)
    Self.close(&files.complaint)
    let own: ProgramEnd.Way = status & 0x7f == 0 ? .exited(status >> 8 & 0xff) : .signalled(status & 0x7f)
    var way = ending?.way ?? own
    // Asked to stop, it may have come to its proper end all the same.
    if way == .stopped, own == .exited(0) { way = own }
    return ProgramEnd(way: way, output: output, complaint: complaint)
  }

  /// Whether the program itself has ended; its status is not taken yet.
  private var hasEnded: Bool {
    var info = siginfo_t()
    return waitid(P_PID, id_t(spawn.pid), &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_signo != 0
  }

  /// Ends it when it is time to.
  private mutating func watch() {
    let now = ContinuousClock.now
    if ending == nil {
      if program.isStopAsked {
        ending = (.stopped, now)
      } else if let timeout = call.timeout, now - began > .nanoseconds(timeout) {
        stop(.timedOut)
      }
    }
    if let ending, !isKilled, now - ending.since > .nanoseconds(call.grace) {
      isKilled = true
      program.signal(SIGKILL)
    }
  }

  private mutating func stop(_ way: ProgramEnd.Way) {
    ending = (way, .now)
    program.signal(SIGTERM)
  }

  private mutating func exchange(timeout: Int32) {
    var polls = [
      pollfd(fd: files.input, events: Int16(POLLOUT), revents: 0),
      pollfd(fd: files.output, events: Int16(POLLIN), revents: 0),
      pollfd(fd: files.complaint, events: Int16(POLLIN), revents: 0),
    ]
    guard poll(&polls, 3, timeout) > 0 else { return }
    if polls[0].revents != 0 { writeInput() }
    if polls[1].revents != 0, let bytes = Self.read(&files.output) { take(output: bytes) }
    if polls[2].revents != 0, let bytes = Self.read(&files.complaint) {
      complaint += bytes
      if complaint.count > call.complaintLimit {
        complaint.removeFirst(complaint.count - call.complaintLimit)
      }
    }
  }

  private mutating func take(output bytes: ArraySlice<UInt8>) {
    // What is beyond the limit is read and dropped, so that the program can end.
    let room = call.outputLimit - output.count
    output += bytes.prefix(room)
    if ending == nil, bytes.count > room { stop(.tooMuchOutput) }
  }

  private mutating func writeInput() {
    let count = input.withUnsafeBytes { Foundation.write(files.input, $0.baseAddress, min($0.count, 65536)) }
    if count > 0 { input.removeFirst(count) }
    if count < 0, errno != EAGAIN, errno != EINTR { input = [] }
    if input.isEmpty { closeInput() }
  }

  private mutating func closeInput() { Self.close(&files.input) }

  /// - Returns: nil when there is nothing, or the end, which closes the file.
  private static func read(_ file: inout Int32) -> ArraySlice<UInt8>? {
    var buffer = [UInt8](repeating: 0, count: 65536)
    let descriptor = file
    let count = buffer.withUnsafeMutableBytes { Foundation.read(descriptor, $0.baseAddress, $0.count) }
    if count > 0 { return buffer[..<count] }
    if count == 0 || (errno != EAGAIN && errno != EINTR) { close(&file) }
    return nil
  }

  private static func close(_ file: inout Int32) {
    if file >= 0 { Foundation.close(file) }
    file = -1
  }
}
