import MusterLab

/// Lines of a file, as text.
func lines(of path: String, limit: Int? = nil) throws(TraceError) -> [String] {
  var source = try LineSource(path: path, limit: limit)
  var lines: [String] = []
  while let line = try source.next() { lines.append(String(decoding: line, as: UTF8.self)) }
  return lines
}

/// Rows of a CSV file, as text; the first is the header unless `columns` are given.
func rows(of path: String, columns: [String]? = nil, limit: Int? = nil) throws(TraceError) -> [[String]] {
  var csv =
    if let columns {
      try CSVReader(path: path, columns: columns, limit: limit)
    } else {
      try CSVReader(path: path, limit: limit)
    }
  var rows = columns == nil ? [csv.columns] : []
  while try csv.advance() {
    var row: [String] = []
    for column in csv.columns.indices { row.append(try csv.text(column)) }
    rows.append(row)
  }
  return rows
}

/// The error that `body` throws, or nil.
func fault(_ body: () throws(TraceError) -> Void) -> TraceError? {
  do {
    try body()
    return nil
  } catch { return error }
}

/// The formats, for tables of cases.
enum Format: CaseIterable {
  case openbNodes, openbPods, googleTasks, googleJobs, azureLLM, mooncake, outcomes, routeLLM, swf

  /// Reads all of `path` and returns the number of records.
  func count(_ path: String) throws(TraceError) -> Int {
    switch self {
    case .openbNodes: try OpenbNodeReader(path: path).all().count
    case .openbPods: try OpenbPodReader(path: path).all().count
    case .googleTasks: try GoogleTaskEventReader(path: path).all().count
    case .googleJobs: try GoogleJobEventReader(path: path).all().count
    case .azureLLM: try AzureLLMReader(path: path).all().count
    case .mooncake: try MooncakeReader(path: path).all().count
    case .outcomes: try OutcomeReader(path: path).all().count
    case .routeLLM: try RouteLLMReader(path: path).all().count
    case .swf: try SWFReader(path: path).all().count
    }
  }

  /// Two sound records.
  var sample: String {
    switch self {
    case .openbNodes: "sn,cpu_milli,memory_mib,gpu,model\nn0,64000,262144,2,P100\nn1,8000,1024,0,\n"
    case .openbPods:
      """
      name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec,qos,pod_phase,creation_time,deletion_time,scheduled_time
      p0,12000,16384,1,460,V100M16|T4,LS,Running,5,90,7
      p1,6000,0,0,0,,BE,Pending,6,,

      """
    case .googleTasks:
      "0,2,3418309,0,4155527081,0,user,3,9,,,,\n5,,3418310,1,,1,user,0,11,0.125,9.537e-06,0.0004244,1\n"
    case .googleJobs: "0,,3418309,0,user,3,name,logical\n7,1,3418309,8,,,,\n"
    case .azureLLM:
      "TIMESTAMP,ContextTokens,GeneratedTokens\r\n2023-11-16 18:17:03.9799600,4808,10\r\n"
        + "2023-11-16 18:17:04.0319600,3180,8"
    case .mooncake:
      """
      {"timestamp": 0, "input_length": 6758, "output_length": 500, "hash_ids": [0, 1, 4294967295]}
      {"hash_ids":[],"note":{"a":[1,-2.5e3,null,true]},"output_length":1,"input_length":2,"timestamp":3}

      """
    case .outcomes:
      "agent,task,resolved,cost_usd,turns\nClaude (medium),django__django-1,1,0.22785100000000003,14\na,t,0,0,0\n"
    case .routeLLM:
      "subject,prompt,weak_correct,strong_correct\r\nart,\"Who said \"\"no, no\"\"?\nA. He\",0,1\r\nart,x,1,1\r\n"
    case .swf:
      """
      ; Version: 2.2
      ;   MaxNodes:  64 (two racks)
      ;MaxProcs: 128
      ; no name here
        1  0 -1 12.5 4 -1 -1 4 60 -1 1 7 -1 -1 0 -1 -1 -1

      2 10 3 5 1 4.25 900 2 60 1000 5 7 2 3 1 1 1 30

      """
    }
  }
}
