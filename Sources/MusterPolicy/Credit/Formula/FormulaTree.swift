/// An expression as it was read.
struct FormulaTree: Sendable, Equatable {
  indirect enum Node: Sendable, Equatable {
    case number(Double)
    /// The field in this place of ``FormulaFields``.
    case field(Int)
    case negated(FormulaTree)
    case binary(FormulaOperator, FormulaTree, FormulaTree)
    case call(FormulaFunction, [FormulaTree])
  }

  var node: Node
  /// Characters of the text, from 0.
  var span: Range<Int>

  /// The terms of a sum, from left to right, each with whether it is taken away.
  var terms: [(isNegative: Bool, tree: FormulaTree)] {
    switch node {
    case .binary(.plus, let a, let b): a.terms + b.terms
    case .binary(.minus, let a, let b): a.terms + b.terms.map { (!$0.isNegative, $0.tree) }
    case .negated(let a): a.terms.map { (!$0.isNegative, $0.tree) }
    default: [(false, self)]
    }
  }
}

enum FormulaOperator: String, Sendable, Equatable, CaseIterable {
  case plus = "+"
  case minus = "-"
  case times = "*"
  case over = "/"
  case power = "^"
  case less = "<"
  case atMost = "<="
  case more = ">"
  case atLeast = ">="
  case equal = "=="
  case unequal = "!="

  var isComparison: Bool {
    switch self {
    case .plus, .minus, .times, .over, .power: false
    case .less, .atMost, .more, .atLeast, .equal, .unequal: true
    }
  }
}

enum FormulaFunction: String, Sendable, Equatable, CaseIterable {
  case choose = "if"
  case min, max, clamp, sqrt, log, exp, abs

  /// How many arguments it takes.
  var counts: ClosedRange<Int> {
    switch self {
    case .choose, .clamp: 3...3
    case .min, .max: 2...16
    case .sqrt, .log, .exp, .abs: 1...1
    }
  }

  /// For errors.
  var expectation: String {
    switch self {
    case .choose: "3: if(condition, then, else)"
    case .clamp: "3: clamp(value, from, to)"
    case .min, .max: "2 to 16"
    case .sqrt, .log, .exp, .abs: "1"
    }
  }
}
