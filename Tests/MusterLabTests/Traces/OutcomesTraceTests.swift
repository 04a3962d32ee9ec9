import MusterCore
import MusterLab
import MusterMath
import MusterPolicy
import Testing

@Suite struct OutcomesTraceTests {
  private static let outcomes = """
    agent,task,resolved,cost_usd,turns
    big,django__django-1,1,0.5570485,20
    big,flask-7,0,1.25,30
    small,django__django-1,0,0.0000004,2
    small,flask-7,1,0.01,4
    small,lone,1,0.01,4

    """

  private static func trace(_ keys: String = "", in scratch: ScratchDirectory) throws -> any Trace {
    try TraceCatalogue().open("outcomes:\(scratch.write("o.csv", outcomes))\(keys)")
  }

  @Test func everyPairIsAsRecorded() throws {
    let scratch = try ScratchDirectory()
    let trace = try Self.trace(in: scratch)
    #expect(trace.summary == "2 tasks as 2 agents did them; 1 that not every agent tried are left out")
    let workload = try trace.workload(seed: 1)
    let world = try #require(workload.world as? OutcomeWorld)
    let cells = (1...2).flatMap { task in (0...1).map { world.cell(TaskID(task), AgentID($0)) } }
    #expect(
      cells == [
        OutcomeWorld.Cell(succeeded: true, cost: 557_049, duration: 200_000_000_000, turns: 20),
        OutcomeWorld.Cell(succeeded: false, cost: 0, duration: 20_000_000_000, turns: 2),
        OutcomeWorld.Cell(succeeded: false, cost: 1_250_000, duration: 300_000_000_000, turns: 30),
        OutcomeWorld.Cell(succeeded: true, cost: 10_000, duration: 40_000_000_000, turns: 4),
      ])
    #expect(world.cell(TaskID(3), AgentID(0)) == nil)
    #expect(world.cell(TaskID(1), AgentID(2)) == nil)
    #expect(world.cell(TaskID(0), AgentID(0)) == nil)
    #expect(workload.agents.map(\.name) == ["big", "small"])
    // The most that any run cost, so that nothing is cut off; the mean is what a buyer would know.
    #expect(workload.agents.map(\.price.perTask) == [1_250_000, 10_000])
    #expect(workload.agents.map(\.features) == [[0.9035245], [0.005]])
    #expect(workload.names.map(\.name) == ["django__django", "flask"])
    #expect(workload.tasks.allSatisfy { $0.retry.attempts == 1 })
    #expect(workload.tasks.map(\.payload).compactMap { $0 }.sorted() == ["django__django-1", "flask-7"])
    // Longer than any run.
    #expect(workload.arrivals.map(\.at.seconds) == [0, 301])
  }

  @Test func costsComeOutAsRecorded() throws {
    let scratch = try ScratchDirectory()
    // First fit gives everything to the first agent.
    let replay = try Replay(Self.trace(in: scratch).workload(seed: 1), seed: 1)
    #expect(replay.engine.totals.spent == 1_807_049)
    #expect(replay.engine.totals.overrun == 0)
    #expect(replay.endings.map(\.reward).reduce(0, +) == 1)
    #expect(replay.engine.totals.ended(.failed) == 1)
  }

  @Test func aFailedTaskMayBeTriedAgain() throws {
    let scratch = try ScratchDirectory()
    let workload = try Self.trace("?attempts=2&turn-seconds=1", in: scratch).workload(seed: 1)
    #expect(workload.arrivals.map(\.at.nanoseconds) == [0, 61_000_000_000])
    let replay = try Replay(workload, seed: 1)
    // The same agent fails the same way twice.
    #expect(replay.engine.totals.spent == 557_049 + 2 * 1_250_000)
  }

  @Test func theSeedOrdersTheTasks() throws {
    let scratch = try ScratchDirectory()
    let rows = (0..<50).map { "a,t-\($0),1,1,1\n" }.joined()
    let path = try scratch.write("o.csv", "agent,task,resolved,cost_usd,turns\n" + rows)
    let trace = try TraceCatalogue().open("outcomes:\(path)?limit=40&gap=5")
    let order = { (seed: UInt64) in try trace.workload(seed: seed).tasks.map(\.id.rawValue) }
    #expect(try order(1) == order(1))
    #expect(try order(1) != order(2))
    #expect(try Set(order(1)).count == 40)
    #expect(try trace.workload(seed: 1).arrivals[3].at.nanoseconds == 15_000_000_000)
  }

  @Test(arguments: [
    ("a,t,2,1,1\n", "o.csv:2: column resolved: found \"2\", expected 0 or 1"),
    ("a,t,1,-1,1\n", "o.csv:2: column cost_usd: found \"-1\", expected a number >= 0"),
    (
      "a,t,1,2000000,1\n",
      "o.csv:2: column cost_usd: found \"2000000.0\", expected at most 1000000 US dollars"
    ),
    (
      "a,t,1,1,1\na,t,1,1,1\n",
      "o.csv:3: column task: found \"t\" a second time for \"a\", expected every pair once"
    ),
    (
      "a,t,1,1,1\nb,u,1,1,1\n", "o.csv: found no task that every one of 2 agents tried, expected at least one"
    ),
  ])
  func refusesBadRows(_ rows: String, _ message: String) throws {
    let scratch = try ScratchDirectory()
    let path = try scratch.write("o.csv", "agent,task,resolved,cost_usd,turns\n" + rows)
    #expect(complaint("outcomes:\(path)", in: scratch) == message)
  }

  @Test(.needsRealData) func theRealOutcomes() throws {
    let path = try RealData.path("swebench-agents/outcomes.csv")
    let trace = try TraceCatalogue().open("outcomes:\(path)")
    #expect(trace.summary == "350 tasks as 24 agents did them; 0 that not every agent tried are left out")
    let replay = try Replay(trace.workload(seed: 1), seed: 1)
    var reader = try OutcomeReader(path: path)
    var cost: Int64 = 0
    var resolved: UInt64 = 0
    while let record = try reader.next() {
      guard record.agent == "Claude 4.5 Opus medium (20251101)" else { continue }
      cost += Int64((record.costUSD * 1e6).rounded())
      resolved += record.resolved ? 1 : 0
    }
    #expect(replay.engine.totals.spent == cost)
    #expect(replay.engine.totals.overrun == 0)
    #expect(replay.engine.totals.ended(.succeeded) == resolved)
  }
}

@Suite struct RouteLLMTraceTests {
  private static let prompts = """
    subject,prompt,weak_correct,strong_correct
    art,What is it?,0,1
    law,Who?,1,1
    art,Where?,1,0

    """

  @Test func twoModelsAndTheirPrices() throws {
    let scratch = try ScratchDirectory()
    let trace = try TraceCatalogue().open(
      "routellm:\(scratch.write("p.csv", Self.prompts))?ratio=10&weak-price=0.001")
    #expect(trace.summary == "3 prompts; the weak model is right on 2, the strong one on 2")
    let workload = try trace.workload(seed: 1)
    #expect(workload.agents.map(\.name) == ["weak", "strong"])
    #expect(workload.agents.map(\.price.perTask) == [1000, 10_000])
    #expect(workload.names.map(\.name) == ["art", "law"])
    let world = try #require(workload.world as? OutcomeWorld)
    #expect((1...3).map { world.cell(TaskID($0), AgentID(0))?.succeeded } == [false, true, true])
    #expect((1...3).map { world.cell(TaskID($0), AgentID(1))?.succeeded } == [true, true, false])
    let first = try #require(workload.tasks.first { $0.id == TaskID(2) })
    #expect(first.payload == "Who?" && first.kind == KindID(2) && first.features == [1.609438])
    #expect(first.terms == TextTerms.terms(of: "Who?"))
    let replay = try Replay(workload, seed: 1)
    #expect(replay.engine.totals.spent == 3000)
    #expect(replay.endings.map(\.reward).reduce(0, +) == 2)
    #expect(workload.arrivals.map(\.at.seconds) == [0, 2, 4])
  }

  @Test func defaultPricesAreThoseOfThePaper() throws {
    let scratch = try ScratchDirectory()
    let trace = try TraceCatalogue().open("routellm:\(scratch.write("p.csv", Self.prompts))")
    #expect(try trace.workload(seed: 1).agents.map(\.price.perTask) == [240, 24_720])
  }

  @Test func refusesBadRows() throws {
    let scratch = try ScratchDirectory()
    let path = try scratch.write("p.csv", "prompt,weak_correct\nx,1\n")
    #expect(
      complaint("routellm:\(path)", in: scratch)
        == "p.csv:1: column strong_correct: found no such column, expected it in the header")
    let empty = try scratch.write("e.csv", "prompt,weak_correct,strong_correct\n")
    #expect(
      complaint("routellm:\(empty)", in: scratch)
        == "e.csv: found no rows, expected at least one below the header")
  }

  @Test(.needsRealData, arguments: [("mmlu", 14_042, 9560, 11_315, 57), ("gsm8k", 1319, 842, 1130, 0)])
  func theRealPrompts(_ name: String, _ count: Int, _ weak: Int, _ strong: Int, _ kinds: Int) throws {
    let trace = try TraceCatalogue().open("routellm:\(RealData.path("routellm/\(name).csv.gz"))")
    #expect(
      trace.summary == "\(count) prompts; the weak model is right on \(weak), the strong one on \(strong)")
    #expect(try trace.workload(seed: 1).names.count == kinds)
  }
}
