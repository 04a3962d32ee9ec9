import MusterCore
import MusterMath

/// Makes numbers of vectors by a ``RewardScheme``, and learns what the scheme learns.
///
/// `hypervolume` archives the outcomes that no other beats (``FrontArchive``). `gradient` moves the weights
/// (``GradientWeights``) by how the parts' means would change if an agent were chosen more often: with the share n_a of
/// the choices that agent a had and the mean q_j(a) of part j on it, g_j(a) = n_a (q_j(a) - J_j) for J_j the mean over
/// all, which is the gradient of J_j by the logits of the choice. O(parts) an outcome, O(agents * parts) a step.
struct RewardScalariser: Sendable {
  let scheme: RewardScheme
  let parts: Int
  private var front: FrontArchive?
  private var gradient: GradientWeights?
  private var agents = AgentBook()
  private var counts: [Double] = []
  private var sums: [RewardVector] = []
  private var total = 0.0
  /// Outcomes since the last step.
  private var since = 0

  init(_ scheme: RewardScheme, parts: Int) {
    self.scheme = scheme
    self.parts = parts
    switch scheme {
    case .weights: break
    case .hypervolume(_, let reference):
      front = FrontArchive(dimensions: parts, reference: SIMD3(reference[0], reference[1], reference[2]))
    case .gradient(let weights, let rate, let scale, _):
      gradient = GradientWeights((0..<parts).map { weights[$0] }, rate: rate, scale: scale)
    }
  }

  var isEmpty: Bool { total == 0 && front?.points.isEmpty ?? true }

  /// The weights as they stand.
  var weights: RewardVector {
    guard let gradient else { return scheme.weights }
    var weights = RewardVector()
    for part in 0..<parts { weights[part] = gradient.weights[part] }
    return weights
  }

  /// Takes a vector in and makes a number of it.
  /// - Parameter old: what it takes the place of.
  mutating func value(_ vector: RewardVector, agent: AgentID, replacing old: RewardVector?) -> Double {
    learn(vector, agent, old)
    let sum = (vector * weights).sum()
    guard front != nil, let gain = front?.add(SIMD3(vector[0], vector[1], vector[2])) else { return sum }
    return sum * (0.5 + 1.5 * (2 * Portable.sigmoid(2 * gain) - 1))
  }

  private mutating func learn(_ vector: RewardVector, _ agent: AgentID, _ old: RewardVector?) {
    guard case .gradient(_, _, _, let every) = scheme else { return }
    let number = Int(agents.intern(agent.rawValue))
    if number == counts.count {
      counts.append(0)
      sums.append(RewardVector())
    }
    if let old {
      sums[number] += vector - old
      return
    }
    counts[number] += 1
    sums[number] += vector
    total += 1
    since += 1
    if since >= every {
      since = 0
      step()
    }
  }

  private mutating func step() {
    let mean = sums.reduce(RewardVector(), +) / total
    let gradients = (0..<parts).map { part in
      counts.indices.map { agent in (sums[agent][part] - counts[agent] * mean[part]) / total }
    }
    gradient?.step(gradients)
  }

  func write(to writer: inout ByteWriter) {
    writer.varint(UInt64(front?.points.count ?? 0))
    for point in front?.points ?? [] { for axis in 0..<3 { writer.double(point[axis]) } }
    guard let gradient else { return }
    for weight in gradient.weights { writer.double(weight) }
    writer.varint(UInt64(since))
    writer.varint(UInt64(counts.count))
    for (number, id) in agents.ids.enumerated() {
      writer.varint(id)
      writer.double(counts[number])
      for part in 0..<parts { writer.double(sums[number][part]) }
    }
  }

  /// Nil where the bytes are whole but say something impossible.
  init?(_ scheme: RewardScheme, parts: Int, from reader: inout ByteReader) throws(ByteError) {
    self.init(scheme, parts: parts)
    var points: [SIMD3<Double>] = []
    for _ in 0..<(try reader.count(bytesEach: 24)) {
      points.append(SIMD3(try reader.double(), try reader.double(), try reader.double()))
    }
    if let blank = front {
      guard let read = FrontArchive(dimensions: parts, reference: blank.reference, points: points) else {
        return nil
      }
      front = read
    } else if !points.isEmpty {
      return nil
    }
    guard gradient != nil else { return }
    var weights: [Double] = []
    for _ in 0..<parts { weights.append(try reader.double()) }
    guard gradient?.resume(at: weights) == true else { return nil }
    guard let since = Int(exactly: try reader.varint()) else { return nil }
    self.since = since
    for number in 0..<(try reader.count(bytesEach: 9 + 8 * parts)) {
      guard Int(agents.intern(try reader.varint())) == number else { return nil }
      let count = try reader.double()
      var sum = RewardVector()
      for part in 0..<parts { sum[part] = try reader.double() }
      guard count > 0, count.isFinite, (0..<parts).allSatisfy({ sum[$0].isFinite }) else { return nil }
      counts.append(count)
      sums.append(sum)
      total += count
    }
  }
}
