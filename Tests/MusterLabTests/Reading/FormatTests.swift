import MusterLab
import Testing

@Suite("One record after the other")
struct FormatTests {
  let scratch: ScratchDirectory
  init() throws { scratch = try ScratchDirectory() }

  @Test("Plain and gzip are the same, and so are LF and CRLF", arguments: Format.allCases)
  func plainAndGzip(format: Format) throws {
    let sample = format.sample
    #expect(try format.count(try scratch.write("s", sample)) == 2)
    #expect(try format.count(try scratch.write("s.gz", gzipped(Array(sample.utf8)))) == 2)
    let unix = sample.replacing("\r\n", with: "\n")
    #expect(try format.count(try scratch.write("s", unix.replacing("\n", with: "\r\n"))) == 2)
  }

  @Test("A sample with any one byte changed reads or fails, and never crashes", arguments: Format.allCases)
  func changedBytes(format: Format) throws {
    var random = SplitMix(state: 7)
    let sample = Array(format.sample.utf8)
    for index in sample.indices {
      var changed = sample
      changed[index] =
        [0x22, 0x2C, 0x0A, 0x2D, 0xFF, UInt8.random(in: .min ... .max, using: &random)][index % 6]
      let path = try scratch.write("s", changed)
      _ = fault { () throws(TraceError) in _ = try format.count(path) }
    }
  }

  @Test("openb nodes")
  func openbNodes() throws {
    let records = try OpenbNodeReader(path: try scratch.write("s", Format.openbNodes.sample)).all()
    #expect(
      records == [
        OpenbNodeRecord(
          serialNumber: "n0", cpuMilli: 64000, memoryMiB: 262144, gpuCount: 2, gpuModel: "P100"),
        OpenbNodeRecord(serialNumber: "n1", cpuMilli: 8000, memoryMiB: 1024, gpuCount: 0, gpuModel: nil),
      ])
  }

  @Test("openb pods: all columns")
  func openbPods() throws {
    let records = try OpenbPodReader(path: try scratch.write("s", Format.openbPods.sample)).all()
    #expect(
      records == [
        OpenbPodRecord(
          name: "p0", cpuMilli: 12000, memoryMiB: 16384, gpuCount: 1, gpuMilli: 460,
          gpuModels: ["V100M16", "T4"],
          serviceClass: "LS", phase: "Running", creationSeconds: 5, deletionSeconds: 90, schedulingSeconds: 7),
        OpenbPodRecord(
          name: "p1", cpuMilli: 6000, memoryMiB: 0, gpuCount: 0, gpuMilli: 0, serviceClass: "BE",
          phase: "Pending",
          creationSeconds: 6),
      ])
  }

  @Test("openb pods: columns in another order, more of them, and only the five that must be there")
  func openbPodsReordered() throws {
    let text = "gpu_milli,extra,num_gpu,memory_mib,name,cpu_milli\n1000,?,8,327680,p,88000\n"
    let records = try OpenbPodReader(path: try scratch.write("s", text)).all()
    #expect(
      records == [OpenbPodRecord(name: "p", cpuMilli: 88000, memoryMiB: 327680, gpuCount: 8, gpuMilli: 1000)])
  }

  @Test("Google 2011: task events")
  func googleTasks() throws {
    let records = try GoogleTaskEventReader(path: try scratch.write("s", Format.googleTasks.sample)).all()
    #expect(
      records == [
        GoogleTaskEventRecord(
          timeMicroseconds: 0, missingInfo: .existsButNoCreation, jobID: 3_418_309, taskIndex: 0,
          machineID: 4_155_527_081, event: .submit, user: "user", schedulingClass: 3, priority: 9),
        GoogleTaskEventRecord(
          timeMicroseconds: 5, jobID: 3_418_310, taskIndex: 1, event: .schedule, user: "user",
          schedulingClass: 0,
          priority: 11, cpu: 0.125, memory: 9.537e-06, disk: 0.0004244, needsDifferentMachine: true),
      ])
  }

  @Test("Google 2011: job events")
  func googleJobs() throws {
    let records = try GoogleJobEventReader(path: try scratch.write("s", Format.googleJobs.sample)).all()
    #expect(
      records == [
        GoogleJobEventRecord(
          timeMicroseconds: 0, jobID: 3_418_309, event: .submit, user: "user", schedulingClass: 3,
          name: "name",
          logicalName: "logical"),
        GoogleJobEventRecord(
          timeMicroseconds: 7, missingInfo: .noSnapshotOrTransition, jobID: 3_418_309, event: .updateRunning),
      ])
  }

  @Test("Azure LLM")
  func azureLLM() throws {
    let records = try AzureLLMReader(path: try scratch.write("s", Format.azureLLM.sample)).all()
    #expect(
      records == [
        AzureLLMRecord(timeNanoseconds: 1_700_158_623_979_960_000, contextTokens: 4808, generatedTokens: 10),
        AzureLLMRecord(timeNanoseconds: 1_700_158_624_031_960_000, contextTokens: 3180, generatedTokens: 8),
      ])
  }

  @Test("Mooncake")
  func mooncake() throws {
    let records = try MooncakeReader(path: try scratch.write("s", Format.mooncake.sample)).all()
    #expect(
      records == [
        MooncakeRecord(timeMilliseconds: 0, inputTokens: 6758, outputTokens: 500, blockIDs: [0, 1, .max]),
        MooncakeRecord(timeMilliseconds: 3, inputTokens: 2, outputTokens: 1, blockIDs: []),
      ])
  }

  @Test("Agents' outcomes")
  func outcomes() throws {
    let records = try OutcomeReader(path: try scratch.write("s", Format.outcomes.sample)).all()
    #expect(
      records == [
        OutcomeRecord(
          agent: "Claude (medium)", task: "django__django-1", resolved: true, costUSD: 0.22785100000000003,
          turns: 14),
        OutcomeRecord(agent: "a", task: "t", resolved: false, costUSD: 0, turns: 0),
      ])
  }

  @Test("RouteLLM, with and without a subject")
  func routeLLM() throws {
    let records = try RouteLLMReader(path: try scratch.write("s", Format.routeLLM.sample)).all()
    #expect(
      records == [
        RouteLLMRecord(
          subject: "art", prompt: "Who said \"no, no\"?\nA. He", weakCorrect: false, strongCorrect: true),
        RouteLLMRecord(subject: "art", prompt: "x", weakCorrect: true, strongCorrect: true),
      ])
    let bare = try scratch.write("s", "prompt,weak_correct,strong_correct\nx,1,0\n")
    #expect(
      try RouteLLMReader(path: bare).all() == [
        RouteLLMRecord(subject: nil, prompt: "x", weakCorrect: true, strongCorrect: false)
      ])
  }

  @Test("Standard Workload Format: header and jobs")
  func standardWorkload() throws {
    let path = try scratch.write("s", Format.swf.sample)
    let reader = try SWFReader(path: path)
    let header = reader.header
    #expect(header.maxProcs == 128 && header.maxNodes == 64 && header.maxJobs == nil)
    #expect(header.value("version") == "2.2" && header.entries.count == 3)
    #expect(
      try reader.all() == [
        SWFRecord(
          jobNumber: 1, submitSeconds: 0, runSeconds: 12.5, allocatedProcessors: 4, requestedProcessors: 4,
          requestedSeconds: 60, status: .completed, user: 7, queue: 0),
        SWFRecord(
          jobNumber: 2, submitSeconds: 10, waitSeconds: 3, runSeconds: 5, allocatedProcessors: 1,
          averageCPUSeconds: 4.25, usedMemoryKiB: 900, requestedProcessors: 2, requestedSeconds: 60,
          requestedMemoryKiB: 1000, status: .cancelled, user: 7, group: 2, executable: 3, queue: 1,
          partition: 1,
          precedingJob: 1, thinkSeconds: 30),
      ])
  }

  @Test("A reader knows the file and line of its last record")
  func place() throws {
    let path = try scratch.write("s", Format.swf.sample)
    var swf = try SWFReader(path: path)
    #expect(swf.line == 0 && swf.file == path)
    _ = try swf.next()
    #expect(swf.line == 5)
    _ = try swf.next()
    #expect(swf.line == 7)
    var route = try RouteLLMReader(path: try scratch.write("r", Format.routeLLM.sample))
    _ = try route.next()
    #expect(route.line == 2)
    _ = try route.next()
    #expect(route.line == 4)
  }
}
