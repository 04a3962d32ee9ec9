import Glibc
import MusterLearning
import MusterMath
import MusterPolicy
import Testing

@testable import MusterLab

@Suite("Training") struct TrainingRunTests {
  static let settings = [
    "population=6", "cases=3", "scale=0.5", "evaluations=2", "varied=0.7", "widening=2",
  ]
  static func setup(_ more: [String] = []) -> TrainingSetup {
    TrainingSetup(method: "placement", traces: ["tiny"], settings: settings + more)
  }

  static func trained(
    _ plan: TrainingRun.Plan, threads: Int = 1, more: [String] = []
  ) throws -> TrainingRun {
    var run = try TrainingRun(setup(more), on: TrainingGround([TinyTrace()]))
    while !run.isFinished(plan) { _ = try run.advance(plan, threads: threads) }
    return run
  }

  @Test("gives the same bits on one thread and on several", arguments: ["cross-entropy", "policy-gradient"])
  func threads(search: String) throws {
    let plan = TrainingRun.Plan(steps: 4, evaluateEvery: 2)
    let one = try TrainingRunTests.trained(plan, threads: 1, more: ["search=\(search)"])
    let two = try TrainingRunTests.trained(plan, threads: 2, more: ["search=\(search)"])
    let five = try TrainingRunTests.trained(plan, threads: 5, more: ["search=\(search)"])
    #expect(one.checkpoint.encoded() == two.checkpoint.encoded())
    #expect(one.checkpoint.encoded() == five.checkpoint.encoded())
    // It did learn something, and another seed learns something else.
    let start = try TrainingRun(TrainingRunTests.setup(), on: TrainingGround([TinyTrace()]))
    #expect(one.trainer.policy != start.bestPolicy)
    let other = try TrainingRunTests.trained(plan, more: ["search=\(search)", "seed=2"])
    #expect(other.trainer.policy != one.trainer.policy)
  }

  @Test("that is interrupted and resumed ends as one that is not") func resume() throws {
    let plan = TrainingRun.Plan(steps: 6, evaluateEvery: 2)
    let whole = try TrainingRunTests.trained(plan)
    let half = try TrainingRunTests.trained(TrainingRun.Plan(steps: 4, evaluateEvery: 2))
    let bytes = half.checkpoint.encoded()
    var resumed = try TrainingRun(resuming: try Checkpoint(bytes), on: TrainingGround([TinyTrace()]))
    #expect(resumed.checkpoint.encoded() == bytes)
    while !resumed.isFinished(plan) { _ = try resumed.advance(plan, threads: 2) }
    #expect(resumed.checkpoint.encoded() == whole.checkpoint.encoded())
    #expect(resumed.curve.points.map(\.step) == [2, 4, 6])
  }

  @Test("goes on with another rate, which it keeps, and with nothing else that is another") func renews()
    throws
  {
    let bytes = try TrainingRunTests.trained(TrainingRun.Plan(steps: 2)).checkpoint.encoded()
    let checkpoint = try Checkpoint(bytes)
    func resumed(_ settings: [String]) throws -> TrainingRun {
      try TrainingRun(
        resuming: checkpoint, renewing: settings, on: TrainingGround([TinyTrace()]))
    }
    let plan = TrainingRun.Plan(steps: 4)
    var (plain, slow) = (try resumed([]), try resumed(["rate=0.01"]))
    #expect(slow.setup.settings == TrainingRunTests.settings + ["rate=0.01"])
    _ = (try plain.advance(plan, threads: 1), try slow.advance(plan, threads: 1))
    #expect(slow.trainer.policy != plain.trainer.policy)
    let again = try TrainingRun(
      resuming: slow.checkpoint, renewing: ["rate=0.2"], on: TrainingGround([TinyTrace()]))
    #expect(again.setup.settings == TrainingRunTests.settings + ["rate=0.2"])
    // What it has already, given or by default, is no other.
    #expect(try resumed(["population=6", "elite=0.33"]).setup == plain.setup)
    for (setting, part, expected) in [
      ("population=7", "key population", "one of rate, or a run that begins anew"),
      ("elite=0.5", "key elite", "one of rate, or a run that begins anew"),
      ("raet=0.5", "key raet", "one of search"), ("rate", "query", "KEY=VALUE"),
    ] {
      do {
        _ = try resumed([setting])
        Issue.record("took \(setting)")
      } catch let error as TrainingSetupError {
        #expect(error.part == part && error.expected.hasPrefix(expected), "\(error)")
      }
    }
  }

  @Test("is tested on other traces where there are some, and trains as without them") func tests() throws {
    let plan = TrainingRun.Plan(steps: 2)
    var setup = TrainingRunTests.setup()
    setup.tests = ["other", "more"]
    let ground = TrainingGround(
      [TinyTrace()], tests: [TinyTrace(spec: "other", agents: 18), TinyTrace(spec: "more")])
    var run = try TrainingRun(setup, on: ground)
    _ = try run.advance(plan, threads: 1)
    let held = try TrainingRunTests.trained(plan)
    #expect(run.trainer.state == held.trainer.state)
    let names = run.bestResults.first?.metrics.map(\.name)
    #expect(names == ["gpuAllocationPct@100 on other", "gpuAllocationPct@100 on more"])
    // The second is the one that the other run was tested on.
    #expect(run.bestResults.map { $0.metrics[1].value } == held.bestResults.map { $0.metrics[0].value })
    #expect(run.bestResults.map { $0.metrics[0].value } != held.bestResults.map { $0.metrics[0].value })
    let resumed = try TrainingRun(resuming: run.checkpoint, on: ground)
    #expect(resumed.setup == setup && resumed.checkpoint.encoded() == run.checkpoint.encoded())
    let report = TrainingReport(resumed)
    #expect(report.ground == "Trained on tiny, tested on the whole of other, more.")
    #expect(report.comparison.trace == "other, more" && report.json.contains("\"tests\": ["))
    #expect(TrainingReport(held).ground == "Tested on what is held out of tiny.")
  }

  @Test("goes on with traces that hold what they held, wherever they are") func traces() throws {
    var setup = TrainingRunTests.setup()
    (setup.tests, setup.evaluateEvery) = (["other"], 3)
    let other = TinyTrace(spec: "other", agents: 18)
    var run = try TrainingRun(setup, on: TrainingGround([TinyTrace()], tests: [other]))
    _ = try run.advance(TrainingRun.Plan(steps: 1), threads: 1)
    let checkpoint = run.checkpoint
    #expect(try TrainingSetup(from: checkpoint) == setup)
    func refusal(_ body: () throws -> TrainingRun) -> TrainingSetupError? {
      do {
        _ = try body()
        return nil
      } catch {
        return error as? TrainingSetupError
      }
    }
    let changed = refusal {
      try TrainingRun(
        resuming: checkpoint, on: TrainingGround([TinyTrace()], tests: [TinyTrace(spec: "other", agents: 17)])
      )
    }
    #expect(changed?.part == "trace other")
    #expect(changed?.found == "other tasks or agents than the run began with")
    let moved = try setup.moved(traces: ["elsewhere"], tests: [])
    let ground = TrainingGround([TinyTrace(spec: "elsewhere")], tests: [other])
    let resumed = try TrainingRun(resuming: checkpoint, moved: moved, evaluatingEvery: 2, on: ground)
    #expect(resumed.setup.traces == ["elsewhere"] && resumed.setup.tests == ["other"])
    #expect(resumed.setup.evaluateEvery == 2 && resumed.trainer.state == run.trainer.state)
    #expect(throws: TrainingSetupError.self) { try setup.moved(traces: ["a", "b"], tests: []) }
    // One of an earlier version does not say what its traces hold: it goes on with those that it names, and no others.
    var old = Checkpoint()
    for section in checkpoint.sections where section.name != "workloads" {
      old.add(section.name) { $0.raw(section.bytes) }
    }
    let same = TrainingGround([TinyTrace()], tests: [other])
    #expect(refusal { try TrainingRun(resuming: old, on: same) } == nil)
    #expect(refusal { try TrainingRun(resuming: old, moved: moved, on: ground) }?.part == "traces")
  }

  @Test("stops when the held-out score does not get better, and keeps the best policy") func stops() throws {
    // Nothing can get better where weights hardly move.
    let plan = TrainingRun.Plan(steps: 50, evaluateEvery: 1, patience: 3)
    let run = try TrainingRunTests.trained(plan, more: ["deviation=0.0001", "floor=0"])
    let best = try #require(run.curve.best)
    #expect(run.stale == 3)
    #expect(run.trainer.step == best.step + 3)
    #expect(
      run.checkpoint.sections.map(\.name)
        == ["method", "setup", "policy", "state", "curve", "results", "workloads"])
    #expect(run.bestResults.map(\.policy) == ["fgd", "fgd", "trained", "trained"])
  }

  @Test("refuses a checkpoint of another method or shape, and changes nothing") func refuses() throws {
    let run = try TrainingRunTests.trained(TrainingRun.Plan(steps: 1))
    var foreign = Checkpoint()
    foreign.add("method") { $0.string("ppo") }
    foreign.add("setup") { $0.raw([0, 0]) }
    #expect(throws: TrainingSetupError.self) {
      try TrainingRun(resuming: foreign, on: TrainingGround([TinyTrace()]))
    }
    var trainer = run.trainer
    let state = trainer.state
    #expect(throws: ByteError.self) { try trainer.restore(state + [0]) }
    #expect(throws: ByteError.self) { try trainer.restore(Array(state.dropLast())) }
    #expect(trainer.state == state)
  }

  @Test(
    "says which setting cannot be and what was meant",
    arguments: [
      (["popluation=3"], "train: key popluation: found no such key (nearest: population)"),
      (["population=3"], "train: key population: found \"3\", expected a whole number from 4 to 10000"),
      (["search=annealing"], "train: key search: found \"annealing\", expected one of cross-entropy"),
      (["scale"], "train: query: found \"scale\", expected KEY=VALUE"),
      (["held-out=999"], "train: key held-out: found \"999\", expected all held-out seeds below first-seed"),
    ] as [([String], String)])
  func settings(settings: [String], message: String) {
    do {
      _ = try TrainingMethod.named("placement").trainer(settings: settings, on: TrainingGround([TinyTrace()]))
      Issue.record("took \(settings)")
    } catch {
      #expect("\(error)".hasPrefix(message), "\(error)")
    }
  }

  @Test("knows the nearest method") func method() {
    #expect(
      throws: TrainingSetupError(
        part: "method", found: "\"placment\" (nearest: placement)",
        expected: "one of \(TrainingMethod.all.map(\.name).joined(separator: ", "))")
    ) { try TrainingMethod.named("placment") }
  }

  @Test("writes its curve as JSON, as a report and as a line") func report() throws {
    let run = try TrainingRunTests.trained(TrainingRun.Plan(steps: 3, evaluateEvery: 1))
    let report = TrainingReport(run)
    #expect(report.json.contains("\"curve\": ["))
    #expect(report.json.contains("\"settings\": [\n    \"population=6\""))
    let html = HTMLReport(ReportInput(title: "t", command: "c", comparison: report.comparison)).html
    #expect(html.contains("score on held-out seeds"))
    #expect(html.contains("mean gain of the samples"))
    let line = TrainingReport.line(run.curve.points[2], of: run.curve)
    #expect(line.hasPrefix("step 3  score "))
    #expect(line.contains(run.curve.sparkline(width: 24)))
  }

  @Test("a full disk loses nothing: the checkpoint that was there stays") func fullDisk() throws {
    guard access("/dev/full", W_OK) == 0 else { return }
    #expect(throws: AtomicFileError.self) { try AtomicFile.write([1, 2, 3], to: "/dev/full") }
  }
}

@Suite("The sparkline") struct SparklineTests {
  private func curve(_ scores: [Double]) -> TrainingCurve {
    var curve = TrainingCurve()
    curve.points = scores.enumerated().map { TrainingCurve.Point(step: $0, score: $1, values: []) }
    return curve
  }

  @Test("goes from the lowest to the highest block") func blocks() {
    #expect(curve([0, 1, 2, 3, 4, 5, 6, 7]).sparkline(width: 8) == "▁▂▃▄▅▆▇█")
    #expect(curve([5, 0, 10]).sparkline(width: 2) == "▁█")
    #expect(curve([3, 3]).sparkline(width: 9) == "▁▁")
    #expect(curve([]).sparkline(width: 9).isEmpty)
  }

  @Test("the best point is the first of the highest") func best() {
    #expect(curve([1, 4, 2, 4]).best?.step == 1)
  }
}
