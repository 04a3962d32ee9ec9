import MusterCore
import MusterMath

/// What is recorded with a decision of two policies: a few numbers of our own, then the features of both, so
/// that each has its own again when the outcome comes, from the log if need be.
struct PairedFeatures {
  var own: [Float]
  var first: [Float]
  var second: [Float]

  init(own: [Float], first: [Float], second: [Float]) {
    self.own = own
    self.first = first
    self.second = second
  }

  /// Own numbers, how many features the first policy has, then both.
  var joined: [Float] { own + [Float(first.count)] + first + second }

  /// Takes apart what ``joined`` put together; nil for anything else.
  init?(_ joined: [Float], own count: Int) {
    guard joined.count > count, let length = Int(exactly: joined[count]), length >= 0,
      count + 1 + length <= joined.count
    else { return nil }
    own = Array(joined[..<count])
    first = Array(joined[(count + 1)..<(count + 1 + length)])
    second = Array(joined[(count + 1 + length)...])
  }
}

extension Plan {
  /// Puts the features of a task that is about to be placed into its explanation, in place of those that are
  /// there.
  mutating func record(task: Int, _ features: PairedFeatures, in frame: borrowing Frame) {
    var explanation = explanations[task] ?? Explanation(candidateCount: 0, agents: [], scores: [])
    if explanation.candidateCount == 0 {
      let demand = frame.tasks[task].demand
      for row in 0..<frame.agentCount where frame.pool.admits(demand, at: row) {
        explanation.candidateCount += 1
      }
    }
    explanation.features = features.joined
    explain(task: task, explanation)
  }
}

extension Frame {
  /// Goes through a plan that was just committed once more, task by task: takes its commitments back to the
  /// mark and makes them again, and lets `look` at the frame before each placement of its own. O(tasks).
  mutating func retrace(_ plan: inout Plan, from mark: Int, _ look: (inout Frame, inout Plan, Int) -> Void) {
    rollBack(to: mark)
    for task in 0..<taskCount where plan.agents[task] >= 0 {
      look(&self, &plan, task)
      commit(task: task, agent: Int(plan.agents[task]), devices: plan.devices[task])
    }
  }
}

/// The snapshot of a policy made of two: a part of its own, then those of both.
enum PairedSnapshot {
  static func bytes(own: (inout ByteWriter) -> Void, _ first: any Policy, _ second: any Policy) -> [UInt8] {
    var writer = ByteWriter()
    writer.byte(1)
    own(&writer)
    writer.bytes(first.snapshot())
    writer.bytes(second.snapshot())
    return writer.bytes
  }

  /// Reads them; `own` returns nil where the bytes say something impossible.
  static func read<Own>(
    _ bytes: [UInt8], name: String, own: (inout ByteReader) throws(ByteError) -> Own?
  ) throws(PolicyError) -> (own: Own, first: [UInt8], second: [UInt8]) {
    try Learned.read(bytes, word: name) {
      (reader: inout ByteReader) throws(ByteError) -> (own: Own, first: [UInt8], second: [UInt8])? in
      guard try reader.byte() == 1, let own = try own(&reader) else { return nil }
      return (own, try reader.bytes(), try reader.bytes())
    }
  }
}
