/// What is known of every agent on every task, to fit cascades to: whether the verifier accepts the answer, whether
/// it is right, and what it cost.
public struct CascadeTable: Sendable, Equatable {
  /// How one agent does on one task.
  public struct Cell: Sendable, Equatable {
    public var isAccepted: Bool
    public var isRight: Bool
    /// Micro-dollars, at least 0.
    public var cost: Int64

    public init(isAccepted: Bool, isRight: Bool, cost: Int64) {
      self.isAccepted = isAccepted
      self.isRight = isRight
      self.cost = cost
    }
  }

  public let tasks: Int
  public let agents: Int
  private let cells: [Cell]

  /// - Parameters:
  ///   - cells: for each task its agents; as many whole tasks as there are.
  ///   - agents: cells of each task, at least 1.
  public init(cells: [Cell], agents: Int) {
    self.agents = max(agents, 1)
    tasks = cells.count / self.agents
    self.cells = cells
  }

  public subscript(task: Int, agent: Int) -> Cell { cells[task * agents + agent] }

  /// What a cascade brings on a table.
  public struct Result: Sendable, Equatable {
    /// Tasks whose accepted answer is right or, where none is accepted, whose last answer is.
    public var solved: Int
    /// Micro-dollars over all tasks.
    public var cost: Int64

    public init(solved: Int, cost: Int64) {
      self.solved = solved
      self.cost = cost
    }
  }

  /// Sends every task down the stages until an answer is accepted. O(tasks * stages).
  public func result(of stages: [Int]) -> Result {
    var result = Result(solved: 0, cost: 0)
    for task in 0..<tasks {
      for (index, agent) in stages.enumerated() {
        let cell = self[task, agent]
        result.cost += cell.cost
        guard cell.isAccepted || index == stages.count - 1 else { continue }
        if cell.isRight { result.solved += 1 }
        break
      }
    }
    return result
  }
}
