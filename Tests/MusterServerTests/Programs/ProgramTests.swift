import Foundation
import MusterCore
import Testing

@testable import MusterServer

@Suite("Programs", .timeLimit(.minutes(5))) struct ProgramTests {
  private func run(
    _ script: String, input: String = "", timeout: Nanoseconds? = nil,
    _ change: (inout ProgramCall) -> Void = { _ in }
  ) async -> ProgramEnd {
    var call = ProgramCall(
      command: ["sh", "-c", script], environment: ["PATH": "/usr/bin:/bin", "A": "b c"],
      input: Array(input.utf8),
      timeout: timeout)
    change(&call)
    return await RunningProgram.start(call).end
  }

  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  @Test("Input, output, complaints, environment and status")
  func whole() async {
    let end = await run(#"cat; echo "$A" >&2; exit 3"#, input: "hello")
    #expect(end.way == .exited(3))
    #expect(text(end.output) == "hello" && text(end.complaint) == "b c\n")
    let signalled = await run("kill -9 $$")
    #expect(signalled.way == .signalled(9))
  }

  @Test("Much input and output at once, and input that nobody reads")
  func pipes() async {
    let much = String(repeating: "0123456789", count: 50_000)
    let end = await run("cat", input: much)
    #expect(end.way == .exited(0) && text(end.output) == much)
    let deaf = await run("exec 0<&-; sleep 0.1; echo done", input: much)
    #expect(deaf.way == .exited(0) && text(deaf.output) == "done\n")
  }

  @Test("Too much output ends it; of complaints the end is kept")
  func limits() async {
    let end = await run("yes") { $0.outputLimit = 1000 }
    #expect(end.way == .tooMuchOutput && end.output.count == 1000)
    let exact = await run("printf 12345") { $0.outputLimit = 5 }
    #expect(exact.way == .exited(0))
    let complaint = await run("seq 1 2000 >&2; exit 1") { $0.complaintLimit = 10 }
    #expect(text(complaint.complaint) == "1999\n2000\n")
  }

  @Test("It is ended when its time is over, with all that it started, even if it does not want to")
  func timeout() async {
    let end = await run("trap '' TERM; sleep 60 & sleep 60; sleep 60", timeout: 100_000_000) {
      $0.grace = 100_000_000
    }
    #expect(end.way == .timedOut)
  }

  @Test("It is stopped with all that it started")
  func stop() async throws {
    let call = ProgramCall(
      command: ["sh", "-c", "sleep 60 & echo $!; sleep 60"], environment: ["PATH": "/usr/bin:/bin"], input: []
    )
    let program = RunningProgram.start(call)
    try await Swift.Task.sleep(for: .milliseconds(200))
    program.stop()
    let end = await program.end
    #expect(end.way == .stopped)
    let child = try #require(pid_t(text(end.output).trimmingCharacters(in: .whitespacesAndNewlines)))
    // Killed, though its new parent may not have taken its status yet.
    let state = (try? String(contentsOfFile: "/proc/\(child)/stat", encoding: .utf8)) ?? ") Z"
    #expect(kill(child, 0) != 0 || state.contains(") Z"))
  }

  @Test("What it leaves behind does not hold up its end")
  func leftovers() async {
    let end = await run("sleep 60 & echo out")
    #expect(end.way == .exited(0) && text(end.output) == "out\n")
  }

  @Test("It has three open files and no others")
  func files() async {
    let end = await run("ls /proc/self/fd | wc -l")
    // Three, and the one that ls lists with.
    #expect(text(end.output).trimmingCharacters(in: .whitespacesAndNewlines) == "4")
  }

  @Test("One that cannot be started has ended")
  func missing() async {
    let end = await run("") { $0.command = ["/no/such/program"] }
    guard case .notStarted(let why) = end.way else { Issue.record("\(end.way)"); return }
    #expect(why.contains("/no/such/program"))
  }

  @Test("What ends mean")
  func results() {
    func result(_ way: ProgramEnd.Way, _ output: String = "", _ complaint: String = "") -> WorkResult {
      ProgramEnd(way: way, output: Array(output.utf8), complaint: Array(complaint.utf8)).result(fatal: [64])
    }
    #expect(result(.exited(0), "{\"a\": 1}\n").output == Array("{\"a\": 1}\n".utf8))
    #expect(result(.exited(0), "two words\n").output == Array("\"two words\"".utf8))
    #expect(result(.exited(0), " \n").output == [])
    #expect(result(.exited(0)).succeeded)
    #expect(result(.exited(75), "", "busy\n").failure == "exit status 75: busy")
    #expect(
      result(.exited(75)).retryable && !result(.exited(64)).retryable && result(.signalled(9)).retryable)
    #expect(!result(.tooMuchOutput).retryable && !result(.timedOut).succeeded)
  }
}
