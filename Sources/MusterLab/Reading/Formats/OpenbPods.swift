/// A pod of the Alibaba GPU cluster trace of 2023 ("openb"): one task, and when it came and went.
public struct OpenbPodRecord: Equatable, Sendable {
  /// The name, unique in the file.
  public var name: String
  /// Processors asked for, in milli-CPU.
  public var cpuMilli: Int64
  /// Memory asked for, in MiB; one pod of the trace asks for none.
  public var memoryMiB: Int64
  /// GPUs asked for; 0 for a pod that needs none.
  public var gpuCount: Int64
  /// The share of each GPU asked for, in thousandths: below 1000 only with a single, shared GPU.
  public var gpuMilli: Int64
  /// The models that will do, in the order of the file, which repeats some; empty if any will.
  public var gpuModels: [String]
  /// The service class: `LS`, `BE`, `Burstable` or `Guaranteed`; nil where the file has none.
  public var serviceClass: String?
  /// How the pod ended up: `Running`, `Succeeded`, `Failed` or `Pending`; nil where the file has none.
  public var phase: String?
  /// When it was asked for, in seconds from the start of the trace; nil where the file has none.
  public var creationSeconds: Int64?
  /// When it was gone, in seconds from the start of the trace; nil where the file has none.
  public var deletionSeconds: Int64?
  /// When it was placed, in seconds from the start of the trace; nil if it never was.
  public var schedulingSeconds: Int64?

  /// A record of the given values.
  public init(
    name: String, cpuMilli: Int64, memoryMiB: Int64, gpuCount: Int64, gpuMilli: Int64,
    gpuModels: [String] = [], serviceClass: String? = nil, phase: String? = nil,
    creationSeconds: Int64? = nil, deletionSeconds: Int64? = nil, schedulingSeconds: Int64? = nil
  ) {
    self.name = name
    self.cpuMilli = cpuMilli
    self.memoryMiB = memoryMiB
    self.gpuCount = gpuCount
    self.gpuMilli = gpuMilli
    self.gpuModels = gpuModels
    self.serviceClass = serviceClass
    self.phase = phase
    self.creationSeconds = creationSeconds
    self.deletionSeconds = deletionSeconds
    self.schedulingSeconds = schedulingSeconds
  }
}

/// Reads `pods_VARIANT.csv` of openb, by name and in any order.
///
/// `name, cpu_milli, memory_mib, num_gpu, gpu_milli` must be there; the multi-GPU variants have no more than
/// these. Per row: nothing is below zero, `gpu_milli` is at most 1000, `name` is not empty, and placement and
/// deletion are not before creation, nor deletion before placement. The order of rows is free: only some
/// variants are sorted by creation.
public struct OpenbPodReader: RecordReader, ~Copyable {
  private var csv: CSVReader
  private let at: Columns
  private var cache = StringCache()

  /// Opens `path` and finds the columns. Throws what ``CSVReader`` throws.
  public init(path: String) throws(TraceError) {
    let csv = try CSVReader(path: path)
    at = try Columns(of: csv)
    self.csv = csv
  }

  public var file: String { csv.file }
  public var line: Int { csv.line }

  public mutating func next() throws(TraceError) -> OpenbPodRecord? {
    guard try csv.advance() else { return nil }
    let created = try csv.wholeNumberIfPresent(at.creation, in: 0 ... .max)
    let placed = try csv.wholeNumberIfPresent(at.scheduling, in: 0 ... .max)
    let deleted = try csv.wholeNumberIfPresent(at.deletion, in: 0 ... .max)
    try check(at.scheduling, placed, notBefore: created, "creation_time")
    try check(at.deletion, deleted, notBefore: created, "creation_time")
    try check(at.deletion, deleted, notBefore: placed, "scheduled_time")
    return OpenbPodRecord(
      name: try csv.name(at.name), cpuMilli: try csv.wholeNumber(at.cpu, in: 0 ... .max),
      memoryMiB: try csv.wholeNumber(at.memory, in: 0 ... .max),
      gpuCount: try csv.wholeNumber(at.gpuCount, in: 0 ... .max),
      gpuMilli: try csv.wholeNumber(at.gpuMilli, in: 0...1000), gpuModels: try models(),
      serviceClass: try csv.textIfPresent(at.serviceClass, sharedBy: &cache),
      phase: try csv.textIfPresent(at.phase, sharedBy: &cache), creationSeconds: created,
      deletionSeconds: deleted,
      schedulingSeconds: placed)
  }

  private func check(
    _ column: Int?, _ time: Int64?, notBefore earlier: Int64?, _ name: String
  ) throws(TraceError) {
    guard let column, let time, let earlier, time < earlier else { return }
    throw csv.fault(.outOfRange, column, expected: "a time >= \(earlier), its \(name)")
  }

  private mutating func models() throws(TraceError) -> [String] {
    guard let column = at.gpuModels, let text = try csv.textIfPresent(column, sharedBy: &cache) else {
      return []
    }
    let models = text.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
    guard !models.contains("") else {
      throw csv.fault(.malformed, column, expected: "names with | between them, or nothing")
    }
    return models
  }
}

/// Where the columns are.
private struct Columns {
  let name, cpu, memory, gpuCount, gpuMilli: Int
  let gpuModels, serviceClass, phase, creation, deletion, scheduling: Int?

  init(of csv: borrowing CSVReader) throws(TraceError) {
    name = try csv.column("name")
    cpu = try csv.column("cpu_milli")
    memory = try csv.column("memory_mib")
    gpuCount = try csv.column("num_gpu")
    gpuMilli = try csv.column("gpu_milli")
    gpuModels = try csv.columnIfPresent("gpu_spec")
    serviceClass = try csv.columnIfPresent("qos")
    phase = try csv.columnIfPresent("pod_phase")
    creation = try csv.columnIfPresent("creation_time")
    deletion = try csv.columnIfPresent("deletion_time")
    scheduling = try csv.columnIfPresent("scheduled_time")
  }
}
