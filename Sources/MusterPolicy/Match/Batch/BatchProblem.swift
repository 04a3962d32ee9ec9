import MusterCore
import MusterMath

/// Tasks that are to be matched, the agents in question for them, how many of them each agent can take, and the scores.
///
/// Of n tasks each is left with its best agents that have n slots together: the others take at most n - 1, so no
/// better matching needs another agent. An agent has a slot for each task that it may have at once, as far as the
/// least demand of all tasks has room: exact for tasks of one shape, else an upper bound. O(tasks * (agents +
/// n log n)), candidates listed once a shape where nothing else counts.
struct BatchProblem: Sendable {
  /// Places in the frame.
  var tasks: [Int] = []
  /// The gangs among them, as ranges of places in `tasks`.
  var gangs: [Range<Int>] = []
  /// Rows of the pool.
  var agents: [Int32] = []
  /// How many of the tasks each of the agents can take.
  var slots: [Int] = []
  /// By task, then agent; minus infinity where the pair is out of question.
  var scores: [Float] = []

  func score(_ task: Int, _ agent: Int) -> Float { scores[task * agents.count + agent] }

  /// - Parameter each: the most tasks for one agent.
  init(
    _ units: [Range<Int>], in frame: borrowing Frame, from funnel: inout Funnel, each: Int
  ) {
    for unit in units {
      if unit.count > 1 { gangs.append(tasks.count..<(tasks.count + unit.count)) }
      tasks.append(contentsOf: unit)
    }
    let room = BatchRoom(tasks, in: frame, each: each)
    var place = Array(repeating: Int32(-1), count: frame.agentCount)
    var lists: [Candidates] = []
    var listOfTask: [Int] = []
    var listOfShape: [Int32: Int] = [:]
    for task in tasks {
      let isByShape = funnel.isByShape(task, in: frame)
      if isByShape, let known = listOfShape[frame.shapes[task]] {
        listOfTask.append(known)
        continue
      }
      if isByShape { listOfShape[frame.shapes[task]] = lists.count }
      listOfTask.append(lists.count)
      lists.append(room.shortlist(for: task, of: tasks.count, in: frame, from: &funnel))
    }
    var wanted: [Int] = []
    for list in listOfTask {
      for row in lists[list].agents {
        if place[Int(row)] < 0 {
          place[Int(row)] = Int32(agents.count)
          agents.append(row)
          wanted.append(0)
        }
        wanted[Int(place[Int(row)])] += 1
      }
    }
    slots = agents.indices.map { min(room.slots(of: Int(agents[$0]), in: frame), wanted[$0]) }
    scores = Array(repeating: -.infinity, count: tasks.count * agents.count)
    for (task, list) in listOfTask.enumerated() {
      for (row, score) in zip(lists[list].agents, lists[list].scores) {
        scores[task * agents.count + Int(place[Int(row)])] = score
      }
    }
  }
}
