import MusterCore
import MusterMath
import Testing

@testable import MusterLab

/// Worlds on traces as they are published: what a row says is what a job is.
@Suite struct OrchestrationTracesTests {
  /// A row as the world should have it.
  private struct Wanted {
    var cpu: Double
    var memory: Double
    var devices = DeviceDemand.none
    var models: UInt64 = 0
    var length: Double
    var priority = 0
    var tenant: Int
  }

  /// All rows of the trace, in a pool with as much offered as it can do; six tenants.
  private static func window(_ spec: String) throws -> OrchestrationWindow {
    let settings = OrchestrationFixture.settings {
      $0.nodes = 4...4
      $0.tenants = 6
      $0.sample = 1
      $0.load = 1...1
    }
    let source = try OrchestrationSource(TraceCatalogue().open(spec))
    #expect(isNear(source.epochSeconds(meanLength: settings.meanLength), 10))
    return try OrchestrationWorld(source, settings, copies: 0..<1, seed: 1).cells[0].window
  }

  /// The jobs are the rows by turns from one of them on, each at least once.
  private static func check(_ window: OrchestrationWindow, _ rows: [Wanted]) throws {
    func isSame(_ job: OrchestrationWindow.Job, _ row: Wanted) -> Bool {
      isNear(job.cpu, row.cpu) && isNear(job.length, row.length)
    }
    let first = try #require(rows.firstIndex { isSame(window.jobs[0], $0) })
    #expect(window.jobs.count > rows.count)
    for (index, job) in window.jobs.enumerated() {
      let row = rows[(first + index) % rows.count]
      #expect(isSame(job, row) && isNear(job.memory, row.memory), "job \(index)")
      #expect(job.devices == row.devices && job.models == row.models, "job \(index)")
      #expect(job.priority == row.priority && job.tenant == row.tenant, "job \(index)")
    }
    // Nine tenths of 40 epochs.
    #expect(window.jobs[0].arrival == 0 && window.jobs.last?.arrival == 36)
  }

  /// Of 64,000 milli-CPU, 262,144 MiB and two P100 each. p1 does not end; the others stay 10, 20, 20, 20 and 10 s from
  /// their placement or, where there was none, their creation: p0 waited for 10 s. At 10 s an epoch that is 1, 2, 2, 2
  /// and 1 epochs, and p1 is cut at 40: 48 in six, 8 in the mean, as asked.
  ///
  /// P100 or T4 is bits 0 and 1; of V100 there is none, so whoever asks for one may go anywhere. openb says no tenant
  /// and no priority: pods of one shape are one tenant's, by its hash of six.
  @Test func openb() throws {
    let scratch = try ScratchDirectory()
    _ = try scratch.write(
      "nodes.csv",
      """
      sn,cpu_milli,memory_mib,gpu,model
      n0,64000,262144,2,P100
      n1,64000,262144,2,P100

      """)
    let pods = try scratch.write(
      "pods.csv",
      """
      name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec,qos,pod_phase,creation_time,deletion_time,scheduled_time
      p1,6000,8192,2,1000,,LS,Pending,40,,
      p3,12000,512,1,460,P100|T4,LS,Running,40,50,40
      p0,12000,512,1,460,T4|P100,LS,Running,50,80,60
      p2,4000,1024,0,1000,T4,BE,Running,70,90,
      p4,8000,4096,1,1000,V100,LS,Running,75,95,75
      p5,3000,2048,0,0,,BE,Running,80,100,90

      """)
    let window = try Self.window("openb:\(pods)?mode=timeline")
    let shared = DeviceDemand(count: 1, milliEach: 460)
    try Self.check(
      window,
      [
        Wanted(
          cpu: 6000, memory: 8192, devices: DeviceDemand(count: 2, milliEach: 1000), length: 40, tenant: 2),
        Wanted(cpu: 12_000, memory: 512, devices: shared, models: 0b11, length: 1, tenant: 3),
        Wanted(cpu: 12_000, memory: 512, devices: shared, models: 0b11, length: 2, tenant: 3),
        Wanted(cpu: 4000, memory: 1024, length: 2, tenant: 5),
        Wanted(
          cpu: 8000, memory: 4096, devices: DeviceDemand(count: 1, milliEach: 1000), length: 2, tenant: 0),
        Wanted(cpu: 3000, memory: 2048, length: 1, tenant: 1),
      ])
    #expect(window.nodes.map(\.capacity) == Array(repeating: SIMD3(64_000, 262_144, 2000), count: 4))
    #expect(window.scarcest == 2)
  }

  /// Shares of 0.1, 0.2 and 0.15 of 1000 milli-CPU and of 1/64, 1/32 and 3/128 of 64 GiB, from placement to end 40, 80 and
  /// 120 s: at 10 s an epoch 4, 8 and 12, 8 in the mean. Ann's tasks are of priority 9 and 11, Bob's is of 0; by their
  /// hashes they are tenants 1 and 3 of six.
  ///
  /// The only machine has 500 milli-CPU and 32 GiB. Shrunk to three tasks of mean demand, 150 milli-CPU and 1536 MiB, it
  /// has 450 and 4608.
  @Test func google2011() throws {
    let scratch = try ScratchDirectory()
    let events = try scratch.write(
      "task_events-part-00000.csv",
      """
      0,2,7,0,,0,ann,2,9,0.1,0.015625,,
      1000000,,7,0,5,1,ann,2,9,0.1,0.015625,,
      5000000,,8,0,,0,bob,0,0,0.2,0.03125,0,
      6000000,,8,0,5,1,bob,0,0,0.2,0.03125,0,
      8000000,,9,0,,0,ann,1,11,0.15,0.0234375,0,
      10000000,,9,0,5,1,ann,1,11,0.15,0.0234375,0,
      41000000,,7,0,5,4,ann,2,9,0.1,0.015625,,
      86000000,,8,0,5,4,bob,0,0,0.2,0.03125,0,
      130000000,,9,0,5,5,ann,1,11,0.15,0.0234375,0,

      """)
    let window = try Self.window("google2011:\(events)?machines=1")
    try Self.check(
      window,
      [
        Wanted(cpu: 100, memory: 1024, length: 4, priority: 9, tenant: 1),
        Wanted(cpu: 200, memory: 2048, length: 8, priority: 0, tenant: 3),
        Wanted(cpu: 150, memory: 1536, length: 12, priority: 11, tenant: 1),
      ])
    for node in window.nodes { #expect(isNear([node.cpu, node.memory], [450, 4608])) }
    #expect(window.nodes.count == 4)
  }
}
