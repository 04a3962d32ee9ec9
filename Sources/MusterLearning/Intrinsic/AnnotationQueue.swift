/// Observations that wait for somebody's judgement, and those that have it: the two sides need not wait for each other.
///
/// A learner offers observations, an annotator (a person, a model behind an endpoint) takes some when it has time and
/// answers in any order, the learner goes on with what answers there are. A value: everything follows from the calls.
/// All costs `O(1)` a call, `O(observation)` for the copy.
public struct AnnotationQueue: Sendable {
  /// An observation that waits.
  public struct Question: Sendable, Equatable {
    /// What it is answered by.
    public let number: Int
    /// What was seen.
    public let observation: [Float]
  }

  /// Questions that wait or are out, at most; what is offered beyond that is dropped.
  public let limit: Int
  /// Answers that are kept, the oldest overwritten first.
  public let memory: Int
  /// Questions that nobody has taken yet, in order.
  public internal(set) var waiting: [Question] = []
  /// Questions that were taken and have no answer yet.
  public internal(set) var open: [Question] = []
  /// Questions with their answers.
  public internal(set) var answered: [(observation: [Float], score: Float)] = []
  /// Answers so far.
  public internal(set) var answers = 0
  /// The number of the next question.
  var next = 0

  /// An empty queue. Both limits are above 0.
  public init(limit: Int = 1024, memory: Int = 4096) {
    precondition(limit > 0 && memory > 0, "a queue has room")
    self.limit = limit
    self.memory = memory
  }

  /// A learner's side: asks about an observation. False where there is no room.
  public mutating func offer(_ observation: [Float]) -> Bool {
    if waiting.count + open.count >= limit { return false }
    waiting.append(Question(number: next, observation: observation))
    next += 1
    return true
  }

  /// An annotator's side: takes up to `count` questions, the oldest first.
  public mutating func take(_ count: Int) -> [Question] {
    let taken = Array(waiting.prefix(max(count, 0)))
    waiting.removeFirst(taken.count)
    open += taken
    return taken
  }

  /// An annotator's side: how good what was seen is, 0...1. False, and nothing changes, for a number that is not open
  /// (an answer that comes twice, or late) and for a score outside.
  public mutating func answer(_ number: Int, _ score: Float) -> Bool {
    guard score >= 0, score <= 1, let at = open.firstIndex(where: { $0.number == number }) else {
      return false
    }
    let question = open.remove(at: at)
    if answered.count < memory {
      answered.append((question.observation, score))
    } else {
      answered[answers % memory] = (question.observation, score)
    }
    answers += 1
    return true
  }

  /// Gives back what was taken and will not be answered, so that others can take it.
  public mutating func release(_ numbers: [Int]) {
    let back = open.filter { numbers.contains($0.number) }
    open.removeAll { numbers.contains($0.number) }
    waiting = back + waiting
  }
}
