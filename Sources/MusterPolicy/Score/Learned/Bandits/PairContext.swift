import MusterCore
import MusterMath

/// What a linear bandit sees of a task, or of a task and an agent, as 32 numbers: always as many, always finite, at
/// most 2 in size, whatever features tasks and agents have; the same for the same frame.
///
/// Of a task alone (`task`): 0 is 1; 1 its size (logarithm of its tokens in and the most out, a million being 1);
/// 2 its time limit (logarithm of seconds, a day being 1); 3 its failed tries f as f / (1 + f); 4-15 its own
/// features; 16-31 its kind: a 1 where the kind's hash says.
///
/// Of a pair (`pair`): 0-3 as above; 4 the price of the try (logarithm of micro-dollars, $1,000 being 1; of a
/// standard task where the task says nothing); 5 the mean share taken of the agent's resources; 6 the share taken of
/// its places, or n / (4 + n) with n tasks where they have no bound; 7 its speed s as s / (1 + s); 8-15 the task's
/// features; 16-23 the agent's features; 24-31 the kind and the agent together: a 1 where their hash says.
///
/// Features are folded where there are more than places: feature i goes to a place by its hash, with a sign by
/// another bit of it (Weinberger et al., ICML 2009). Each feature v larger than 1 counts as sign(v) (2 - 1 / |v|);
/// one that is not finite counts nothing; then each block of features is shortened to length 1 if it is longer.
///
/// O(features) a pair, about 60 ns with few.
public enum PairContext {
  /// How many numbers there are.
  public static let dimension = 32
  private static let taskPlaces = 12
  private static let pairPlaces = 8

  /// Writes the context of a task alone.
  /// - Parameter x: room for ``dimension`` numbers.
  public static func write(
    task: Int, in frame: borrowing Frame, to x: UnsafeMutableBufferPointer<Float>
  ) {
    for i in 0..<dimension { x[i] = 0 }
    writeBasics(task, in: frame, to: x)
    let features = UnsafeMutableBufferPointer(rebasing: x[4..<4 + taskPlaces])
    fold(frame.tasks[task].features, into: features)
    let kind = Mix.hash(0x6b69_6e64, UInt64(frame.tasks[task].kind.rawValue))
    x[4 + taskPlaces + Int(kind & 15)] = 1
  }

  /// Writes the contexts of a task with each of many agents, one after the other.
  /// - Parameter x: room for ``dimension`` numbers for each row.
  public static func write(
    task: Int, _ rows: UnsafeBufferPointer<Int32>, in frame: borrowing Frame,
    to x: UnsafeMutableBufferPointer<Float>
  ) {
    if rows.isEmpty { return }
    let first = UnsafeMutableBufferPointer(rebasing: x[..<dimension])
    for i in 0..<dimension { first[i] = 0 }
    writeBasics(task, in: frame, to: first)
    fold(frame.tasks[task].features, into: UnsafeMutableBufferPointer(rebasing: first[8..<16]))
    for k in (0..<rows.count).reversed() {
      let own = UnsafeMutableBufferPointer(rebasing: x[k * dimension..<(k + 1) * dimension])
      for i in 0..<16 { own[i] = first[i] }
      for i in 16..<dimension { own[i] = 0 }
      writeAgent(Int(rows[k]), task, in: frame, to: own)
    }
  }

  private static func writeBasics(
    _ task: Int, in frame: borrowing Frame, to x: UnsafeMutableBufferPointer<Float>
  ) {
    let seconds = frame.tasks[task].timeLimit
    let tokens = Double(frame.tasks[task].inputTokens) + Double(frame.tasks[task].outputTokenLimit)
    let failures = Float(frame.failures[task])
    x[0] = 1
    x[1] = logarithm(tokens, one: 13.815_510_557_964_274)
    x[2] =
      seconds == MusterCore.Task.forever ? 0 : logarithm(Double(seconds) * 1e-9, one: 11.366_742_954_792_146)
    x[3] = failures / (1 + failures)
  }

  private static func writeAgent(
    _ row: Int, _ task: Int, in frame: borrowing Frame, to x: UnsafeMutableBufferPointer<Float>
  ) {
    let quote = frame.quote(task: task, agent: row)
    let price = frame.pool.agents[row].price
    x[4] =
      quote > 0
      ? logarithm(Double(quote), one: 20.723_265_836_946_41)
      : price.isFree ? 0 : min(Float(Likeness.logPrice(price) / 20.723_265_836_946_41), 2)
    x[5] = min(max(LoadMeasure.mean.load(of: row, in: frame.pool), 0), 2)
    let tasks = Float(frame.pool.inFlight[row])
    let places = frame.pool.concurrency[row]
    x[6] = places == .max ? tasks / (4 + tasks) : min(tasks / Float(max(places, 1)), 2)
    let speed = frame.pool.agents[row].speed
    x[7] = speed.isFinite ? Float(max(speed, 0) / (1 + max(speed, 0))) : 1
    fold(frame.pool.agents[row].features, into: UnsafeMutableBufferPointer(rebasing: x[16..<16 + pairPlaces]))
    let cross = Mix.hash(
      0x6372_6f73_73, UInt64(frame.tasks[task].kind.rawValue), frame.pool.agents[row].id.rawValue)
    x[24 + Int(cross & 7)] = 1
  }

  /// The natural logarithm of one more than `value` in units of `one`; between 0 and 2.
  private static func logarithm(_ value: Double, one: Double) -> Float {
    min(Float(Portable.log(1 + max(value, 0)) / one), 2)
  }

  /// Adds any number of features up in the places there are.
  static func fold(_ features: [Float], into places: UnsafeMutableBufferPointer<Float>) {
    for i in features.indices where features[i].isFinite {
      let size = features[i].magnitude
      let value = size <= 1 ? features[i] : (features[i] > 0 ? 2 - 1 / size : 1 / size - 2)
      if features.count <= places.count {
        places[i] = value
      } else {
        let hash = Mix.hash(0x666f_6c64, UInt64(i))
        places[Int(hash % UInt64(places.count))] += hash >> 63 == 0 ? value : -value
      }
    }
    var square: Float = 0
    for value in places { square += value * value }
    if square > 1 {
      let length = square.squareRoot()
      for i in places.indices { places[i] /= length }
    }
  }
}
