import MusterMath

/// An expression as a flat list of steps over a stack. Running it allocates nothing; some 2 ns a step, more where a
/// logarithm, an exponential or a power is taken.
struct FormulaProgram: Sendable, Equatable {
  private enum Step: Sendable, Equatable {
    case push(Double)
    case load(Int)
    case negate
    case binary(FormulaOperator)
    case choose, min, max, clamp, sqrt, log, exp, abs
  }

  /// What the result lies in.
  let range: Interval
  private var steps: [Step] = []

  /// Inside each bracket at most four operators (comparison, sum, product, power) and two arguments of a function wait
  /// for what comes: arguments of `min` and `max` are folded as they come. Below 1 KiB, so it is on the stack.
  private static let stack = 7 * FormulaParser.depthLimit

  init(_ tree: FormulaTree, range: Interval) {
    self.range = range
    append(tree)
  }

  private mutating func append(_ tree: FormulaTree) {
    switch tree.node {
    case .number(let value): steps.append(.push(value))
    case .field(let place): steps.append(.load(place))
    case .negated(let a):
      append(a)
      steps.append(.negate)
    case .binary(let op, let a, let b):
      append(a)
      append(b)
      steps.append(.binary(op))
    case .call(let function, let arguments):
      for (index, argument) in arguments.enumerated() {
        append(argument)
        if index > 0, function == .min { steps.append(.min) }
        if index > 0, function == .max { steps.append(.max) }
      }
      switch function {
      case .min, .max: break
      case .choose: steps.append(.choose)
      case .clamp: steps.append(.clamp)
      case .sqrt: steps.append(.sqrt)
      case .log: steps.append(.log)
      case .exp: steps.append(.exp)
      case .abs: steps.append(.abs)
      }
    }
  }

  /// The value for these fields, which lie in their ranges; always within ``range``.
  func value(_ fields: FormulaFields.Values) -> Double {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: FormulaProgram.stack) { stack in
      var top = -1
      for step in steps {
        switch step {
        case .push(let value):
          top += 1
          stack[top] = value
        case .load(let place):
          top += 1
          stack[top] = fields[place]
        case .negate: stack[top] = -stack[top]
        case .binary(let op):
          top -= 1
          stack[top] = FormulaProgram.apply(op, stack[top], stack[top + 1])
        case .choose:
          top -= 2
          stack[top] = stack[top] != 0 ? stack[top + 1] : stack[top + 2]
        case .min:
          top -= 1
          stack[top] = Swift.min(stack[top], stack[top + 1])
        case .max:
          top -= 1
          stack[top] = Swift.max(stack[top], stack[top + 1])
        case .clamp:
          top -= 2
          stack[top] = Swift.min(Swift.max(stack[top], stack[top + 1]), stack[top + 2])
        case .sqrt: stack[top] = stack[top].squareRoot()
        case .log: stack[top] = Portable.log(stack[top])
        case .exp: stack[top] = Portable.exp(stack[top])
        case .abs: stack[top] = stack[top].magnitude
        }
      }
      return range.clamp(stack[0])
    }
  }

  private static func apply(_ op: FormulaOperator, _ a: Double, _ b: Double) -> Double {
    switch op {
    case .plus: a + b
    case .minus: a - b
    case .times: a * b
    case .over: a / b
    case .power: Portable.pow(a, b)
    case .less: a < b ? 1 : 0
    case .atMost: a <= b ? 1 : 0
    case .more: a > b ? 1 : 0
    case .atLeast: a >= b ? 1 : 0
    case .equal: a == b ? 1 : 0
    case .unequal: a != b ? 1 : 0
    }
  }
}
