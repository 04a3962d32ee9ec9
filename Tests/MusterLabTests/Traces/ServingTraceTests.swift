import MusterCore
import MusterLab
import MusterMath
import MusterPolicy
import Testing

@Suite struct ServingTraceTests {
  private static let azure = """
    TIMESTAMP,ContextTokens,GeneratedTokens
    2023-11-16 18:17:03.9799600,4000,60
    2023-11-16 18:17:04.0319600,3000,30
    2023-11-16 18:17:06.9799600,1000,0

    """
  private static let mooncake = """
    {"timestamp": 100, "input_length": 1500, "output_length": 30, "hash_ids": [0, 1, 2]}
    {"timestamp": 1100, "input_length": 1500, "output_length": 60, "hash_ids": [0, 1, 3]}
    {"timestamp": 3100, "input_length": 500, "output_length": 3, "hash_ids": [0]}

    """

  @Test func azureRequestsArriveAsRecorded() throws {
    let scratch = try ScratchDirectory()
    let trace = try TraceCatalogue().open(
      "azure-llm:\(scratch.write("a.csv", Self.azure))?endpoints=2&slots=4")
    #expect(trace.summary == "3 requests in 3 s, 2 endpoints with 4 slots")
    let workload = try trace.workload(seed: 1)
    #expect(workload.arrivals.map(\.at.nanoseconds) == [0, 52_000_000, 3_000_000_000])
    #expect(workload.tasks.map(\.inputTokens) == [4000, 3000, 1000])
    #expect(workload.tasks.map(\.outputTokenLimit) == [60, 30, 0])
    #expect(workload.agents.map(\.name) == ["endpoint-0", "endpoint-1"])
    #expect(workload.agents.allSatisfy { $0.concurrency == 4 && $0.speed == 1 })
    #expect(
      workload.agents[0].price
        == Price(perMillionInputTokens: 500_000, perMillionOutputTokens: 1_500_000))
  }

  @Test func serviceTimesFollowTheDeclaredModel() throws {
    let scratch = try ScratchDirectory()
    let keys = "?endpoints=4&fast=0.5&prefill=1000&decode=30&slowdown=0.5&input-price=1&output-price=2"
    let workload = try TraceCatalogue().open("azure-llm:\(scratch.write("a.csv", Self.azure))\(keys)")
      .workload(seed: 1)
    var random = Random(seed: 1)
    // 4 s until the first token; then 60 / 30 alone, half as much more with a second request there.
    let times = [(0, 1), (2, 1), (2, 2), (2, 3)].map { agent, load in
      workload.world.execute(
        workload.tasks[0], on: workload.agents[agent], attempt: 0, load: load, at: .zero, random: &random)
    }
    #expect(times.map(\.startDelay) == [2_000_000_000, 4_000_000_000, 4_000_000_000, 4_000_000_000])
    #expect(times.map(\.duration) == [1_000_000_000, 2_000_000_000, 3_000_000_000, 4_000_000_000])
    #expect(times.allSatisfy { $0.succeeded && $0.outputTokens == 60 && $0.cost == nil })
    #expect(workload.agents.map(\.speed) == [2, 2, 1, 1])
    #expect(
      workload.agents.map(\.price.perMillionInputTokens) == [2_000_000, 2_000_000, 1_000_000, 1_000_000])
    let replay = try Replay(workload, seed: 1)
    // On fast endpoints, at 2 and 4 dollars a million: 8,000 in and 90 out are 16,360 micro-dollars.
    #expect(replay.engine.totals.spent == 16_360)
    #expect(replay.engine.totals.ended(.succeeded) == 3)
  }

  @Test func keysChangeTheArrivals() throws {
    let scratch = try ScratchDirectory()
    let path = try scratch.write("a.csv", Self.azure)
    let fast = try TraceCatalogue().open("azure-llm:\(path)?speedup=2&limit=2&deadline=5").workload(seed: 1)
    #expect(fast.arrivals.map(\.at.nanoseconds) == [0, 26_000_000])
    #expect(fast.tasks.map(\.deadline.nanoseconds) == [5_000_000_000, 5_026_000_000])
    let moving = try TraceCatalogue().open("azure-llm:\(path)?jitter=10")
    #expect(try moving.workload(seed: 1).arrivals.map(\.at) == moving.workload(seed: 1).arrivals.map(\.at))
    #expect(try moving.workload(seed: 1).arrivals.map(\.at) != moving.workload(seed: 2).arrivals.map(\.at))
  }

  @Test func mooncakeMayCachePrefixes() throws {
    let scratch = try ScratchDirectory()
    let path = try scratch.write("m.jsonl", Self.mooncake)
    let seconds = { (keys: String) in
      let workload = try TraceCatalogue().open("mooncake:\(path)?prefill=1000&decode=30\(keys)").workload(
        seed: 1)
      #expect(workload.arrivals.map(\.at.nanoseconds) == [0, 1_000_000_000, 3_000_000_000])
      #expect(workload.tasks.map(\.inputTokens) == [1500, 1500, 500])
      var random = Random(seed: 1)
      return workload.tasks.map { task in
        let execution = workload.world.execute(
          task, on: workload.agents[0], attempt: 0, load: 1, at: .zero, random: &random)
        return Instant(execution.startDelay + execution.duration).seconds
      }
    }
    #expect(try zip(seconds(""), [2.5, 3.5, 0.6]).allSatisfy { abs($0 - $1) < 1e-9 })
    // Two blocks of 512 are known the second time; the third prompt is known whole.
    #expect(try zip(seconds("&cache=pooled"), [2.5, 2.476, 0.1]).allSatisfy { abs($0 - $1) < 1e-9 })
  }

  @Test func promptsAreReadOneAfterTheOther() throws {
    let scratch = try ScratchDirectory()
    let workload = try TraceCatalogue().open(
      "azure-llm:\(scratch.write("a.csv", Self.azure))?endpoints=2&prefill=1000"
    ).workload(seed: 1)
    var world = workload.world
    var random = Random(seed: 1)
    func delay(_ task: Int, _ agent: Int, at now: Nanoseconds) -> Nanoseconds {
      world.execute(
        workload.tasks[task], on: workload.agents[agent], attempt: 0, load: 1, at: Instant(now),
        random: &random
      ).startDelay
    }
    world.gave(workload.tasks[0], to: workload.agents[0], at: .zero)
    // The first prompt takes until 4 s; the second, of 3 s, comes at 1 s.
    #expect(delay(1, 0, at: 1_000_000_000) == 6_000_000_000)
    #expect(delay(1, 1, at: 1_000_000_000) == 3_000_000_000)
    #expect(delay(1, 0, at: 5_000_000_000) == 3_000_000_000)
    world.lost(workload.agents[0])
    #expect(delay(1, 0, at: 1_000_000_000) == 3_000_000_000)
  }

  @Test func endpointsHaveCachesOfTheirOwn() throws {
    let scratch = try ScratchDirectory()
    let path = try scratch.write("m.jsonl", Self.mooncake)
    let workload = try TraceCatalogue().open(
      "mooncake:\(path)?prefill=1000&cache=local&cache-blocks=3&endpoints=2"
    ).workload(seed: 1)
    #expect(workload.tasks.map(\.prefix) == [[0, 1, 2], [0, 1, 3], [0]])
    var world = workload.world
    var random = Random(seed: 1)
    func delay(_ task: Int, _ agent: Int) -> Nanoseconds {
      world.execute(
        workload.tasks[task], on: workload.agents[agent], attempt: 0, load: 1, at: Instant(10_000_000_000),
        random: &random
      ).startDelay
    }
    world.gave(workload.tasks[0], to: workload.agents[0], at: .zero)
    // 1,500 tokens, of which two blocks of 512 are on the first endpoint only.
    #expect(delay(1, 0) == 476_000_000)
    #expect(delay(1, 1) == 1_500_000_000)
    world.gave(workload.tasks[1], to: workload.agents[0], at: .zero)
    world.gave(workload.tasks[0], to: workload.agents[0], at: .zero)
    // 2 of 3 blocks each of the last two times.
    #expect(world.metrics == [MetricValue("prefixHitPct", 100 * 4 / 9.0)])
    world.lost(workload.agents[0])
    #expect(delay(1, 0) == 1_500_000_000)
  }

  @Test func callersWaitForTheFirstToken() throws {
    let scratch = try ScratchDirectory()
    let path = try scratch.write("a.csv", Self.azure)
    let trace = try TraceCatalogue().open("azure-llm:\(path)?endpoints=1&prefill=1000&first-token=5")
    let result = try Comparison.run(
      try Sentence.parse("fewest-tasks"), named: "fewest-tasks", on: trace, seed: 1)
    func metric(_ name: String) -> Double { result.metrics.first { $0.name == name }?.value ?? .nan }
    // Read one after the other, they wait 4, 4 + 3 - 0.052 and 8 - 3 s: the first and the last in time.
    #expect(abs(metric("goodputPct") - 200 / 3.0) < 1e-9)
    #expect(abs(metric("firstTokenP50Ms") - 5000) < 50)
  }

  @Test func refusesBadRequests() throws {
    let scratch = try ScratchDirectory()
    let negative = try scratch.write(
      "n.csv", "TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:17:03,-1,1\n")
    #expect(
      complaint("azure-llm:\(negative)", in: scratch)
        == "n.csv:2: column ContextTokens: found \"-1\", expected a whole number >= 0")
    let huge = try scratch.write(
      "h.csv", "TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:17:03,3000000000,1\n")
    #expect(
      complaint("azure-llm:\(huge)", in: scratch)
        == "h.csv:2: found 3000000000 tokens in a request, expected at most 2147483647")
    let path = try scratch.write("a.csv", Self.azure)
    #expect(
      complaint("azure-llm:\(path)?cache=pooled", in: scratch)?
        .hasPrefix(
          "trace azure-llm:a.csv?cache=pooled: key cache: found no such key, expected one of endpoints, slots"
        )
        == true)
    #expect(
      complaint("azure-llm:\(path)?slots=0", in: scratch)
        == "trace azure-llm:a.csv?slots=0: key slots: found \"0\", expected a whole number from 1 to 1000000")
  }

  @Test(.needsRealData) func theRealTraces() throws {
    let counts = [
      ("azure-llm:\(try RealData.path("azure-llm/AzureLLMInferenceTrace_code.csv"))", 8819),
      ("azure-llm:\(try RealData.path("azure-llm/AzureLLMInferenceTrace_conv.csv"))", 19_366),
      ("mooncake:\(try RealData.path("mooncake/conversation_trace.jsonl"))", 12_031),
    ]
    for (spec, count) in counts {
      let workload = try TraceCatalogue().open(spec).workload(seed: 1)
      #expect(workload.taskCount == count)
      let replay = try Replay(workload, seed: 1)
      #expect(replay.engine.totals.ended(.succeeded) == UInt64(count))
    }
  }
}
