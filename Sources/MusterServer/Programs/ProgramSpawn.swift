import Foundation

/// Starts a program in a process group of its own, with pipes for its three standard files and nothing else open.
struct ProgramSpawn {
  let pid: pid_t
  /// Our ends: to write its input, to read its output and its complaints.
  let input: Int32
  let output: Int32
  let complaint: Int32

  /// - Throws: ``SpawnFailure``.
  init(_ call: ProgramCall) throws(SpawnFailure) {
    guard let program = call.command.first, !program.isEmpty else { throw SpawnFailure(reason: "no program") }
    let pipes = try Self.pipes(3)
    let theirs = [pipes[0][0], pipes[1][1], pipes[2][1]]
    let ours = [pipes[0][1], pipes[1][0], pipes[2][0]]
    defer { for descriptor in theirs { close(descriptor) } }
    for descriptor in ours { _ = fcntl(descriptor, F_SETFL, O_NONBLOCK) }

    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (target, descriptor) in theirs.enumerated() {
      posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(target))
    }
    // Whatever some library opened without close-on-exec is none of its business.
    _ = Self.closeFrom?(&actions, 3)

    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var all = sigset_t()
    var none = sigset_t()
    sigfillset(&all)
    sigemptyset(&none)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

    var arguments = call.command.map { strdup($0) } + [nil]
    var variables =
      call.environment.sorted { $0.key < $1.key }.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in arguments + variables { free(text) } }
    var pid: pid_t = 0
    let status = posix_spawnp(&pid, program, &actions, &attributes, &arguments, &variables)
    guard status == 0 else {
      for descriptor in ours { close(descriptor) }
      throw SpawnFailure(reason: "\(program): \(String(cString: strerror(status)))")
    }
    self.pid = pid
    (input, output, complaint) = (ours[0], ours[1], ours[2])
  }

  private typealias CloseFrom =
    @convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, Int32) -> Int32

  /// `posix_spawn_file_actions_addclosefrom_np`, which the headers show to GNU sources only.
  private static let closeFrom: CloseFrom? =
    dlsym(nil, "posix_spawn_file_actions_addclosefrom_np").map { unsafeBitCast($0, to: CloseFrom.self) }

  private static func pipes(_ count: Int) throws(SpawnFailure) -> [[Int32]] {
    var pipes: [[Int32]] = []
    for _ in 0..<count {
      var ends: [Int32] = [-1, -1]
      guard pipe(&ends) == 0 else {
        let reason = String(cString: strerror(errno))
        for descriptor in pipes.joined() { close(descriptor) }
        throw SpawnFailure(reason: reason)
      }
      for descriptor in ends { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
      pipes.append(ends)
    }
    return pipes
  }
}

struct SpawnFailure: Error {
  let reason: String
}
