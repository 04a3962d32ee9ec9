/// What is known of every agent on every task, to fit cascades to: how sure the verifier is of the answer,
/// whether it is right, and what it cost.
public struct CascadeTable: Sendable, Equatable {
  /// How one agent does on one task.
  public struct Cell: Sendable, Equatable {
    /// The verifier's, 0...1: one that says only yes or no has 1 and 0.
    public var confidence: Double
    public var isRight: Bool
    /// Micro-dollars, at least 0.
    public var cost: Int64

    public init(confidence: Double, isRight: Bool, cost: Int64) {
      self.confidence = confidence
      self.isRight = isRight
      self.cost = cost
    }

    public init(isAccepted: Bool, isRight: Bool, cost: Int64) {
      self.init(confidence: isAccepted ? 1 : 0, isRight: isRight, cost: cost)
    }

    /// From here up a confidence is a yes.
    public static let even = 0.5
    /// The verifier's word, yes or no.
    public var isAccepted: Bool { confidence >= Cell.even }
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

  /// One step of a cascade.
  public struct Stage: Sendable, Equatable {
    public var agent: Int
    /// The least confidence that is kept; at the last stage every answer is.
    public var threshold: Double

    public init(agent: Int, threshold: Double = Cell.even) {
      self.agent = agent
      self.threshold = threshold
    }
  }

  /// Sends every task down the stages until an answer's confidence reaches the stage's threshold. O(tasks * stages).
  public func result(of stages: [Stage]) -> Result {
    var result = Result(solved: 0, cost: 0)
    for task in 0..<tasks {
      for (index, stage) in stages.enumerated() {
        let cell = self[task, stage.agent]
        result.cost += cell.cost
        guard cell.confidence >= stage.threshold || index == stages.count - 1 else { continue }
        if cell.isRight { result.solved += 1 }
        break
      }
    }
    return result
  }

  /// Sends every task down these agents until an answer is accepted. O(tasks * stages).
  public func result(of agents: [Int]) -> Result { result(of: agents.map { Stage(agent: $0) }) }
}
