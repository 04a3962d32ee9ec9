import ArgumentParser
import MusterLab
import MusterLearning
import MusterPolicy
import MusterServer

/// Learning a policy.
struct Train: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train a policy on traces and save it.",
    discussion: """
      Without METHOD it lists the methods and what can be set. After every
      evaluation on held-out seeds the best policy so far and all that the next
      steps depend on are saved whole or not at all: --resume goes on as if
      training had never stopped. The result depends on the settings, the seed
      among them, and not on the number of threads.

      A checkpoint goes to a name that is free. That of another run goes with
      --replace, after the first evaluation; no other file does. --resume with as
      many --steps as are done already says so and does none.

      --resume opens the traces that the run began with; where their files are
      elsewhere now, --trace and --test-trace say so. They must hold what they held.

      A run that has learned too fast stops where a gradient is not finite, and
      its last checkpoint stays. --resume with --set goes on from there with other
      settings of the optimiser: rates, gradient-norm, clip, entropy, anneal and
      explore-frames, as far as the method has them; the others are the run's.

      What was trained goes into service as learned(FILE), a word of any sentence.
      Training is tested on what it does not train on: other seeds of the traces
      (placement), or the last part of each (the other methods). With --test-trace
      every evaluation is on the whole of other traces instead; the best policy is
      the one that does best there.

      Breakdowns are drawn for every episode. --faults PLAN has the same in all of
      them, in training and tests, with the words of `muster replay`: seconds are
      epochs; agents are numbered compute nodes, then storage nodes, then
      schedulers. An empty plan has nothing break down.

      `placement` trains a score of agents with devices, on tasks that come one by
      one, members of gangs too. The other methods train the agents of a whole
      cluster in a world over the traces' tasks and nodes; with
      --set scope=pool they learn what they can see and do in a live pool, and
      are tested in replays. What they reach stands in the report, beside rules
      on the same episodes. `material` alone lives on a map of its own, where
      tasks ask for what those of the traces do: its checkpoints are for --resume.

      EXAMPLES
        muster train placement --trace openb:pods_default.csv --out a.muster
        muster train placement --trace openb:pods_default.csv \\
          --trace openb:pods_gpuspec25.csv --set scale=0.5 --steps 200 \\
          --patience 8 --report training.html --out a.muster
        muster train qmix --trace 'generated?tasks=4000&agents=16' \\
          --test-trace 'generated?tasks=4000&agents=16&gpu=0.5' --out q.muster
        muster train --resume a.muster --steps 400 --out a.muster
        muster train --resume a.muster --set rate=0.1 --out a.muster
        muster train roles --trace 'generated?tasks=4000&agents=16' \\
          --steps 100 --report roles.html --out roles.muster
        muster train roles --trace 'generated?tasks=4000&agents=16' \\
          --set scope=pool --steps 60 --out scheduler.muster
        muster train mappo --trace 'generated?tasks=4000&agents=16' \\
          --faults 'crash(agent: 0, at: 20, for: 30)' --out mappo.muster
        muster train intrinsic --trace 'generated?tasks=4000&agents=16' \\
          --annotator local --config muster.yaml --out intrinsic.muster
        muster train material --trace openb:pods_default.csv --steps 100 \\
          --out teams.muster
        muster compare --trace openb:pods_default.csv --policy fgd \\
          --policy 'learned(a.muster)' --seeds 42...51
      """)

  @ArgumentParser.Argument(help: "What is trained.")
  var method: String?

  @Option(
    name: .customLong("trace"),
    help: ArgumentHelp(
      "What to train on; give as many as you like. With --resume: where the same traces are now.",
      valueName: "spec"))
  var traces: [String] = []

  @Option(
    name: .customLong("test-trace"),
    help: ArgumentHelp(
      "What to test on, in whole, instead of what is held out of the traces; give as many as you like.",
      valueName: "spec"))
  var tests: [String] = []

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "A setting of the method, with --resume of its optimiser; give as many as you like.",
      valueName: "key=value"))
  var settings: [String] = []

  @Option(
    help: ArgumentHelp(
      "What goes wrong in every episode, in place of drawn breakdowns: crash(agent: 0, at: 60, for: 30). The same as "
        + "--set faults=PLAN.", valueName: "plan"))
  var faults: String?

  @Option(help: ArgumentHelp("Where the checkpoint goes.", valueName: "file"))
  var out: String?

  @Flag(help: "Let the checkpoint take the place of another run's, once something is learned.")
  var replace = false

  @Option(help: ArgumentHelp("Go on from a checkpoint.", valueName: "file"))
  var resume: String?

  @Option(
    help: ArgumentHelp(
      "An endpoint of the settings that says how good what agents see is, for intrinsic.", valueName: "name"))
  var annotator: String?

  @Option(help: ArgumentHelp("The YAML file of settings that has the endpoint.", valueName: "file"))
  var config: String?

  @Option(
    help: ArgumentHelp("Steps in all, those of --resume included (default: 100).", valueName: "number"))
  var steps: Int?

  @Option(
    help: ArgumentHelp(
      "Steps between two evaluations on held-out seeds (default: 5, with --resume as before).",
      valueName: "number"))
  var evaluateEvery: Int?

  @Option(
    help: ArgumentHelp(
      "Stop after so many evaluations without a better one; 0 for never (default: 0).", valueName: "number"))
  var patience: Int?

  @Option(help: ArgumentHelp("Threads (default: one a core).", valueName: "number"))
  var jobs: Int?

  @Option(help: ArgumentHelp("Write the learning curve as JSON; - for standard output.", valueName: "file"))
  var json: String?

  @Option(help: ArgumentHelp("Write a self-contained page with curves.", valueName: "file"))
  var report: String?

  /// What is set, the faults among it.
  private var given: [String] { settings + (faults.map { ["faults=\($0)"] } ?? []) }

  private static let asksEndpoint = "annotator=endpoint"

  func validate() throws {
    if method == nil, resume == nil {
      guard isBare else {
        throw ValidationError(
          "found no METHOD, expected one of \(TrainingMethod.all.map(\.name).joined(separator: ", "))")
      }
      return
    }
    if resume != nil, method != nil {
      throw ValidationError(
        "found --resume with METHOD, expected one of them: the checkpoint knows its method")
    }
    if annotator != nil, resume == nil, method != "intrinsic" {
      throw ValidationError(
        "found --annotator with \(method ?? "no METHOD"), expected intrinsic: no other method asks")
    }
    if config != nil, annotator == nil {
      throw ValidationError("found --config without --annotator, expected both: nothing else is read from it")
    }
    guard let out else { throw ValidationError("found no --out, expected a file for the checkpoint") }
    if out == "-" { throw ValidationError("found --out -, expected a file for the checkpoint") }
    if resume == nil, traces.isEmpty { throw ValidationError("found no --trace, expected at least one") }
    for (name, value, least) in [
      ("steps", steps, 1), ("evaluate-every", evaluateEvery, 1), ("patience", patience, 0), ("jobs", jobs, 1),
    ] {
      if let value, value < least {
        throw ValidationError("found --\(name) \(value), expected at least \(least)")
      }
    }
  }

  /// Whether nothing is said at all.
  private var isBare: Bool {
    let texts = [out, annotator, config, json, report].compactMap(\.self) + traces + tests + given
    return texts.isEmpty && [steps, evaluateEvery, patience, jobs].allSatisfy { $0 == nil } && !replace
  }

  func run() async throws {
    guard let out else { return try Console.write(TrainingText(width: TerminalStyle.detected().width).list) }
    let files = TrainingFiles(
      out: out, json: json, report: report, resume: resume, config: config, mayReplace: replace)
    try files.check()
    let annotation = try annotation()
    var training = try await start(files)
    try annotation?.exchange(with: &training)
    let isQuiet = json == "-" || report == "-"
    let plan = TrainingRun.Plan(
      steps: steps ?? 100, evaluateEvery: training.setup.evaluateEvery ?? 5, patience: patience ?? 0)
    if training.isFinished(plan) { Console.complain(Self.idle(training, plan)) }
    let bar = ProgressBar(label: "train", total: max(0, plan.steps - training.trainer.step))
    defer { bar.finish() }
    // An hour of work is not to fail at its end: the file can be written from the first moment on. What stands there
    // stays until something is learned.
    var isSaved = false
    func save() throws {
      try AtomicFile.write(training.checkpoint.encoded(), to: out)
      if !isSaved { Interrupts.say("stopped; go on with \(resumption(of: out, steps: plan.steps))") }
      isSaved = true
    }
    if !files.isTaken { try save() }
    while !training.isFinished(plan) {
      let point = try advance(&training, plan, bar, out)
      try annotation?.exchange(with: &training)
      try save()
      if !isQuiet {
        bar.hide()
        try Console.print(TrainingReport.line(point, of: training.curve))
      }
    }
    bar.finish()
    if !isSaved { try save() }
    Interrupts.say(nil)
    if let annotation { Console.complain(await annotation.end()) }
    try finish(training, plan, out, isQuiet)
  }

  /// The command that goes on from a checkpoint.
  private func resumption(of out: String, steps: Int) -> String {
    let asking = [("--annotator", annotator), ("--config", config)].flatMap { option, value in
      value.map { [option, $0] } ?? []
    }
    return ShellWords.text(
      ["muster", "train", "--resume", out, "--steps", "\(steps)"] + asking + ["--out", out])
  }

  /// Why no step is done.
  private static func idle(_ training: TrainingRun, _ plan: TrainingRun.Plan) -> String {
    let done = training.trainer.step
    return done >= plan.steps
      ? "nothing to do: \(done) steps are done, expected --steps of more than that"
      : "nothing to do: \(stale(training)), expected --patience of more than that, or none"
  }

  private static func stale(_ training: TrainingRun) -> String {
    "\(Number.count(training.stale, "evaluation")) in a row without a better one"
  }

  /// As far as the next evaluation. Where a gradient is not finite, the command that goes on is told.
  private func advance(
    _ training: inout TrainingRun, _ plan: TrainingRun.Plan, _ bar: ProgressBar, _ out: String
  ) throws -> TrainingCurve.Point {
    do {
      return try training.advance(plan, threads: threads) { bar.advance() }
    } catch let error as TrainingError {
      guard case .notFinite = error else { throw error }
      let file = ShellWords.quoted(out)
      throw CommandFailure.other(
        "\(error): muster train --resume \(file) --set rate=... --set gradient-norm=... --steps \(plan.steps) "
          + "--out \(file)")
    }
  }

  /// The endpoint that answers the trainer's questions.
  private func annotation() throws -> Annotation? {
    guard let annotator else { return nil }
    let settings = try Config.Sources.load(config)
    do {
      return Annotation(try EndpointAnnotator(annotator, settings))
    } catch {
      throw CommandFailure.user("\(error)")
    }
  }

  /// Anew or from a checkpoint, over the traces that it names.
  private func start(_ files: TrainingFiles) async throws -> TrainingRun {
    if let resume {
      let checkpoint: Checkpoint
      do {
        checkpoint = try CheckpointFile.read(resume)
      } catch {
        throw CommandFailure.user("file \(resume): \(error)")
      }
      let setup = try TrainingSetup(from: checkpoint).moved(traces: traces, tests: tests)
      try files.check(reading: setup.traces + setup.tests)
      if setup.settings.contains(Self.asksEndpoint) != (annotator != nil) {
        throw CommandFailure.user(
          annotator == nil
            ? "file \(resume): found a run that asks an endpoint, expected --annotator and --config"
            : "file \(resume): found a run that asks no endpoint, expected no --annotator")
      }
      return try TrainingRun(
        resuming: checkpoint, moved: setup, renewing: given, evaluatingEvery: evaluateEvery,
        on: try await ground(setup))
    }
    let known = annotator == nil || settings.contains(Self.asksEndpoint)
    var setup = TrainingSetup(
      method: method ?? "", traces: traces, settings: given + (known ? [] : [Self.asksEndpoint]),
      tests: tests)
    setup.evaluateEvery = evaluateEvery ?? 5
    if annotator == nil, settings.contains(Self.asksEndpoint) {
      throw CommandFailure.user("found --set \(Self.asksEndpoint), expected --annotator to name it")
    }
    _ = try TrainingMethod.named(setup.method)
    try files.check(reading: setup.traces + setup.tests)
    return try TrainingRun(setup, on: try await ground(setup))
  }

  /// The traces of a setup. What is searched for before the first step shows how far it is.
  private func ground(_ setup: TrainingSetup) async throws -> TrainingGround {
    var ground = TrainingGround(try await open(setup.traces), tests: try await open(setup.tests))
    ground.threads = threads
    ground.watch = { pieces in
      let bar = ProgressBar(label: "search", total: pieces)
      return { bar.advance() }
    }
    return ground
  }

  private var threads: Int { jobs ?? Cores.count }

  private func open(_ specs: [String]) async throws -> [any Trace] {
    var opened: [any Trace] = []
    for spec in specs {
      do {
        opened.append(try await TraceOpening.open(spec))
      } catch {
        guard let resume, !(traces + tests).contains(spec) else { throw error }
        throw CommandFailure.user(
          "\(CommandFailure(error).text): the trace \(spec) is named by the checkpoint \(resume), paths in it as seen "
            + "from where the run began; go on from there, or say with --trace or --test-trace where it is")
      }
    }
    return opened
  }

  private func finish(
    _ training: TrainingRun, _ plan: TrainingRun.Plan, _ out: String, _ isQuiet: Bool
  ) throws {
    let found = TrainingReport(training)
    if let json { try OutputFile(json).write(found.json) }
    if let report {
      let input = ReportInput(
        title: "Training of \(training.setup.method)",
        command: ShellWords.text(["muster"] + CommandLine.arguments.dropFirst()),
        comparison: found.comparison,
        notes: [found.ground, "Settings left out have their defaults: see `muster train`."],
        details: [ReportDetail("Version", "muster \(Version.text)")])
      try OutputFile(report).write(HTMLReport(input).html)
    }
    guard !isQuiet else { return }
    let best = training.curve.best.map { ", the best after step \($0.step)" } ?? ""
    let done = training.trainer.step
    let use =
      LearnedKind.methods.contains(training.setup.method)
      ? "put it into service as learned(\(MusterPolicy.Argument.text(ofPath: out)))"
      : "go on with \(resumption(of: out, steps: max(2 * done, done + 1)))"
    let early =
      done < plan.steps ? "Stopped before step \(plan.steps): \(Self.stale(training)) (--patience).\n" : ""
    try Console.print("\n\(found.ground)\n\(early)\(out): \(done) steps\(best); \(use)")
  }
}
