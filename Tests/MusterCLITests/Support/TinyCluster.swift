/// An openb trace small enough to follow by hand: three nodes with seven GPUs.
enum TinyCluster {
  static let spec = "openb:pods.csv"

  static let nodes = """
    sn,cpu_milli,memory_mib,gpu,model
    node-a,32000,131072,2,T4
    node-b,64000,262144,4,V100
    node-c,16000,65536,1,T4

    """

  static let header =
    "name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec,qos,pod_phase,creation_time,deletion_time,scheduled_time"

  /// Pods of several shapes.
  static let pods =
    header + "\n"
    + (0..<12).map { pod in
      let (gpus, milli) = [(1, 500), (0, 0), (1, 1000), (2, 1000)][pod % 4]
      return "pod-\(pod),\(1000 + 500 * (pod % 3)),\(1024 * (1 + pod % 5)),\(gpus),\(milli),,LS,Running,"
        + "\(pod * 10),\(pod * 10 + 100),\(pod * 10)\n"
    }.joined()

  /// Both files, in a directory of their own.
  static func scratch() throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write("nodes.csv", nodes)
    try scratch.write("pods.csv", pods)
    return scratch
  }
}
