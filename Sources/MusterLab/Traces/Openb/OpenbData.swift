import MusterCore

/// A node of openb, ready to become an agent.
struct OpenbNode: Sendable {
  var name: String
  var capacity: Resources
  var gpus: UInt8
  /// Interned.
  var model: UInt8
}

/// A pod of openb, ready to become a task.
struct OpenbPod: Sendable {
  var name: String
  var demand: Demand
  /// The models as they stand in the file: pods are grouped by this text, not by the set that it means.
  var models: String
  var kind: KindID
  /// Seconds from the start of the trace; nil where the file has none.
  var created: Int64?
  var placed: Int64?
  var deleted: Int64?

  var gpuMilli: Int { demand.devices.totalMilli }
}

/// What an openb trace holds, sorted by name as the published experiment sorts it.
struct OpenbData: Sendable {
  var vocabulary = Vocabulary()
  var nodes: [OpenbNode] = []
  var pods: [OpenbPod] = []

  /// Thousandths of a GPU over all nodes.
  var capacityMilli: Int { nodes.reduce(0) { $0 + Int($1.gpus) * Int(Devices.whole) } }

  init(nodes nodesFile: String, pods podsFile: String) throws(TraceError) {
    try readNodes(nodesFile)
    try readPods(podsFile)
  }

  private mutating func readNodes(_ path: String) throws(TraceError) {
    var reader = try OpenbNodeReader(path: path)
    while let record = try reader.next() {
      let gpus = try Self.gpus(record.gpuCount, "gpu", reader.file, reader.line)
      var model: UInt32 = 0
      if gpus > 0, let name = record.gpuModel {
        model = try vocabulary.index(
          of: name, in: .deviceModel, from: reader.file, line: reader.line, column: "model")
      }
      nodes.append(
        OpenbNode(
          name: record.serialNumber,
          capacity: Resources(cpuMilli: record.cpuMilli, memoryMiB: record.memoryMiB),
          gpus: gpus, model: UInt8(model)))
    }
    nodes = try Self.sorted(nodes, by: \.name, file: path, column: "sn")
  }

  private mutating func readPods(_ path: String) throws(TraceError) {
    var reader = try OpenbPodReader(path: path)
    while let record = try reader.next() {
      let gpus = try Self.gpus(record.gpuCount, "num_gpu", reader.file, reader.line)
      var demand = Demand(resources: Resources(cpuMilli: record.cpuMilli, memoryMiB: record.memoryMiB))
      // A pod without GPUs asks for no share and no model of one, whatever the columns say.
      if gpus > 0 {
        guard record.gpuMilli > 0 else {
          throw TraceError(
            .outOfRange, file: reader.file, line: reader.line, column: .name("gpu_milli"), found: "\"0\"",
            expected: "a whole number from 1 to 1000, since num_gpu is \(gpus)")
        }
        demand.devices = DeviceDemand(count: gpus, milliEach: Int16(record.gpuMilli))
        for model in record.gpuModels {
          let index = try vocabulary.index(
            of: model, in: .deviceModel, from: reader.file, line: reader.line, column: "gpu_spec")
          demand.models |= 1 << UInt64(index)
        }
      }
      var kind: UInt32 = 0
      if let name = record.serviceClass {
        kind = try vocabulary.index(of: name, in: .kind, from: reader.file, line: reader.line, column: "qos")
      }
      pods.append(
        OpenbPod(
          name: record.name, demand: demand, models: gpus > 0 ? record.gpuModels.joined(separator: "|") : "",
          kind: KindID(kind), created: record.creationSeconds, placed: record.schedulingSeconds,
          deleted: record.deletionSeconds))
    }
    pods = try Self.sorted(pods, by: \.name, file: path, column: "name")
  }

  private static func gpus(_ count: Int64, _ column: String, _ file: String, _ line: Int) throws(TraceError)
    -> UInt8
  {
    guard count <= Devices.limit else {
      throw TraceError(
        .outOfRange, file: file, line: line, column: .name(column), found: "\"\(count)\"",
        expected: "at most \(Devices.limit) GPUs")
    }
    return UInt8(count)
  }

  /// Sorted by name; throws where there is none, or where two have one name, since then the order is not
  /// known.
  private static func sorted<Item>(
    _ items: [Item], by name: (Item) -> String, file: String, column: String
  ) throws(TraceError) -> [Item] {
    guard !items.isEmpty else {
      throw TraceError(.fieldCount, file: file, found: "no rows", expected: "at least one below the header")
    }
    let sorted = items.sorted { name($0) < name($1) }
    for (item, next) in zip(sorted, sorted.dropFirst()) where name(item) == name(next) {
      throw TraceError(
        .malformed, file: file, column: .name(column), found: "\"\(name(item))\" more than once",
        expected: "every name once")
    }
    return sorted
  }
}
