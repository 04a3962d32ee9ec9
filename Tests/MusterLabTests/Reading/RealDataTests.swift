import MusterLab
import Testing

/// Every figure here is from a Python program (csv, gzip and json of the standard library, sums in file order),
/// run on the same files on its own; none is from the readers under test.
@Suite("Real traces, against Python", .needsRealData)
struct RealDataTests {
  @Test("openb: 1,213 nodes")
  func openbNodes() throws {
    let nodes = try OpenbNodeReader(path: try RealData.path("openb/nodes.csv")).all()
    #expect(nodes.count == 1_213)
    #expect(nodes.reduce(0) { $0 + $1.cpuMilli } == 107_018_000)
    #expect(nodes.reduce(0) { $0 + $1.memoryMiB } == 503_828_480)
    #expect(nodes.reduce(0) { $0 + $1.gpuCount } == 6_212)
    #expect(nodes.filter { $0.gpuModel == "G2" }.count == 549)
  }

  @Test("openb: pods of every variant", arguments: PodFigures.all)
  func openbPods(figures: PodFigures) throws {
    let pods = try OpenbPodReader(path: try RealData.path("openb/pods_\(figures.variant).csv")).all()
    #expect(pods.count == figures.count)
    #expect(pods.reduce(0) { $0 + $1.cpuMilli } == figures.cpuMilli)
    #expect(pods.reduce(0) { $0 + $1.memoryMiB } == figures.memoryMiB)
    #expect(pods.reduce(0) { $0 + $1.gpuCount } == figures.gpuCount)
    #expect(pods.reduce(0) { $0 + $1.gpuMilli } == figures.gpuMilli)
    #expect(pods.reduce(0) { $0 + $1.gpuModels.count } == figures.models)
    #expect(pods.reduce(0) { $0 + ($1.creationSeconds ?? 0) } == figures.creation)
    #expect(pods.reduce(0) { $0 + ($1.schedulingSeconds ?? 0) } == figures.scheduling)
    #expect(pods.filter { $0.schedulingSeconds == nil }.count == figures.neverScheduled)
    #expect(pods.reduce(0) { $0 + ($1.deletionSeconds ?? 0) } == figures.deletion)
  }

  @Test("Google 2011: 688,564 task events in three parts")
  func googleTasks() throws {
    var reader = try GoogleTaskEventReader(path: try RealData.path("google2011"))
    var count = 0
    var timeSum: Int64 = 0
    var events = [Int](repeating: 0, count: GoogleEvent.allCases.count)
    var sums = (cpu: 0.0, memory: 0.0, disk: 0.0)
    var withoutDemand = 0
    var madeUp = 0
    var withoutMachine = 0
    while let record = try reader.next() {
      count += 1
      timeSum += record.timeMicroseconds
      events[Int(record.event.rawValue)] += 1
      sums = (
        sums.cpu + (record.cpu ?? 0), sums.memory + (record.memory ?? 0), sums.disk + (record.disk ?? 0)
      )
      withoutDemand += record.cpu == nil && record.memory == nil && record.disk == nil ? 1 : 0
      madeUp += record.missingInfo == .existsButNoCreation ? 1 : 0
      withoutMachine += record.machineID == nil ? 1 : 0
    }
    #expect(count == 688_564)
    #expect(timeSum == 3_264_772_980_201_449)
    #expect(events == [282_755, 271_074, 16_147, 6_624, 79_778, 32_186, 0, 0, 0])
    // To the last bit: two million numbers, each rounded as Python does.
    #expect(sums == (26732.75997071124, 21388.508106097175, 193.06480685807725))
    #expect(withoutDemand == 291 && madeUp == 291 && withoutMachine == 210_484)
  }

  @Test("Google 2011: 13,803 job events in two parts")
  func googleJobs() throws {
    let records = try GoogleJobEventReader(path: try RealData.path("google2011")).all()
    #expect(records.count == 13_803)
    #expect(records.reduce(0) { $0 + $1.timeMicroseconds } == 33_219_214_068_483)
    #expect(records.filter { $0.event == .submit }.count == 5_953)
    #expect(records.filter { $0.schedulingClass == 2 }.count == 3_617)
  }

  @Test(
    "Azure LLM: an hour of code and one of conversation",
    arguments: [
      ("code", 8_819, 18_059_974, 245_896, 1_700_158_623_979_960_000, 13_327_267_954_592_000),
      ("conv", 19_366, 22_361_870, 4_088_665, 1_700_158_546_680_590_000, 33_473_340_385_407_000),
    ] as [(String, Int, Int64, Int64, Int64, Int64)])
  func azureLLM(
    name: String, count: Int, context: Int64, generated: Int64, first: Int64, offsets: Int64
  ) throws {
    let path = try RealData.path("azure-llm/AzureLLMInferenceTrace_\(name).csv")
    let records = try AzureLLMReader(path: path).all()
    #expect(records.count == count)
    #expect(records.reduce(0) { $0 + $1.contextTokens } == context)
    #expect(records.reduce(0) { $0 + $1.generatedTokens } == generated)
    #expect(records.first?.timeNanoseconds == first)
    #expect(records.reduce(0) { $0 + $1.timeNanoseconds - first } == offsets)
  }

  @Test("Mooncake: 12,031 requests")
  func mooncake() throws {
    let records = try MooncakeReader(path: try RealData.path("mooncake/conversation_trace.jsonl")).all()
    #expect(records.count == 12_031)
    #expect(records.reduce(0) { $0 + $1.timeMilliseconds } == 22_224_626_588)
    #expect(records.reduce(0) { $0 + $1.inputTokens } == 144_793_823)
    #expect(records.reduce(0) { $0 + $1.outputTokens } == 4_122_048)
    #expect(records.reduce(0) { $0 + $1.blockIDs.count } == 288_500)
    #expect(records.flatMap(\.blockIDs).reduce(0) { $0 + Int($1) } == 23_407_000_830)
  }

  @Test("SWE-bench agents: 24 agents on 350 tasks")
  func outcomes() throws {
    let records = try OutcomeReader(path: try RealData.path("swebench-agents/outcomes.csv")).all()
    #expect(records.count == 8_400)
    #expect(Set(records.map(\.agent)).count == 24 && Set(records.map(\.task)).count == 350)
    #expect(records.filter(\.resolved).count == 4_573)
    #expect(records.reduce(0) { $0 + $1.costUSD } == 2847.3462931800004)
    #expect(records.reduce(0) { $0 + $1.turns } == 339_665)
  }

  @Test(
    "RouteLLM: every byte of every prompt",
    arguments: [
      ("mmlu", 14_042, 9_560, 11_315, 18_414_249_949_308_334_765),
      ("gsm8k", 1_319, 842, 1_130, 13_495_268_928_310_539_597),
    ] as [(String, Int, Int, Int, UInt64)])
  func routeLLM(name: String, count: Int, weak: Int, strong: Int, hash: UInt64) throws {
    let records = try RouteLLMReader(path: try RealData.path("routellm/\(name).csv.gz")).all()
    #expect(records.count == count)
    #expect(records.filter(\.weakCorrect).count == weak)
    #expect(records.filter(\.strongCorrect).count == strong)
    // FNV-1a over subject and prompt of each record.
    var found: UInt64 = 0xCBF2_9CE4_8422_2325
    for record in records {
      for byte in (record.subject ?? "").utf8 { found = (found ^ UInt64(byte)) &* 0x100_0000_01B3 }
      for byte in record.prompt.utf8 { found = (found ^ UInt64(byte)) &* 0x100_0000_01B3 }
    }
    #expect(found == hash)
  }
}
