/// A node of the Alibaba GPU cluster trace of 2023 ("openb").
public struct OpenbNodeRecord: Equatable, Sendable {
  /// The serial number, unique in the trace.
  public var serialNumber: String
  /// Processors, in milli-CPU.
  public var cpuMilli: Int64
  /// Memory, in MiB.
  public var memoryMiB: Int64
  /// Whole GPUs.
  public var gpuCount: Int64
  /// What kind of GPU, nil where nothing is written.
  public var gpuModel: String?

  /// A record of the given values.
  public init(
    serialNumber: String, cpuMilli: Int64, memoryMiB: Int64, gpuCount: Int64, gpuModel: String? = nil
  ) {
    self.serialNumber = serialNumber
    self.cpuMilli = cpuMilli
    self.memoryMiB = memoryMiB
    self.gpuCount = gpuCount
    self.gpuModel = gpuModel
  }
}

/// Reads `nodes.csv` of openb: `sn, cpu_milli, memory_mib, gpu, model`, by name and in any order.
///
/// Per row: nothing is below zero, and `sn` is not empty.
public struct OpenbNodeReader: RecordReader, ~Copyable {
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

  public mutating func next() throws(TraceError) -> OpenbNodeRecord? {
    guard try csv.advance() else { return nil }
    return OpenbNodeRecord(
      serialNumber: try csv.name(at.serialNumber), cpuMilli: try csv.wholeNumber(at.cpu, in: 0 ... .max),
      memoryMiB: try csv.wholeNumber(at.memory, in: 0 ... .max),
      gpuCount: try csv.wholeNumber(at.gpu, in: 0 ... .max),
      gpuModel: try csv.textIfPresent(at.model, sharedBy: &cache))
  }
}

/// Where the columns are.
private struct Columns {
  let serialNumber, cpu, memory, gpu, model: Int

  init(of csv: borrowing CSVReader) throws(TraceError) {
    serialNumber = try csv.column("sn")
    cpu = try csv.column("cpu_milli")
    memory = try csv.column("memory_mib")
    gpu = try csv.column("gpu")
    model = try csv.column("model")
  }
}
