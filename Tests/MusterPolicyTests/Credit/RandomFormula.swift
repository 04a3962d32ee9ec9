import MusterMath

/// A formula made up by chance, with its value by definition: nothing of the parser or the program is in it.
struct RandomFormula {
  typealias Fields = (succeeded: Double, reward: Double, dollars: Double, seconds: Double, value: Double)

  let text: String
  let value: @Sendable (Fields) -> Double

  init(_ random: inout Random, depth: Int) {
    self = depth == 0 || random.bernoulli(0.15) ? .leaf(&random) : .node(&random, depth)
  }

  private init(_ text: String, _ value: @escaping @Sendable (Fields) -> Double) {
    (self.text, self.value) = (text, value)
  }

  private static func leaf(_ random: inout Random) -> RandomFormula {
    switch random.below(7) {
    case 0: return RandomFormula("succeeded") { $0.succeeded }
    case 1: return RandomFormula("dollars") { $0.dollars }
    case 2: return RandomFormula("seconds") { $0.seconds }
    case 3: return RandomFormula("clamp(reward, -2, 2)") { min(max($0.reward, -2), 2) }
    case 4: return RandomFormula("value") { $0.value }
    default:
      let number = Double(random.below(40)) / 8
      return RandomFormula("\(number)") { _ in number }
    }
  }

  private static func node(_ random: inout Random, _ depth: Int) -> RandomFormula {
    let a = RandomFormula(&random, depth: depth - 1)
    let b = RandomFormula(&random, depth: depth - 1)
    let c = RandomFormula(&random, depth: depth - 1)
    switch random.below(16) {
    case 0: return RandomFormula("(\(a.text) + \(b.text))") { a.value($0) + b.value($0) }
    case 1: return RandomFormula("(\(a.text) - \(b.text))") { a.value($0) - b.value($0) }
    case 2: return RandomFormula("(\(a.text))*(\(b.text))") { a.value($0) * b.value($0) }
    case 3: return RandomFormula("(\(a.text))/(\(b.text))") { a.value($0) / b.value($0) }
    case 4:
      return RandomFormula("(\(a.text))/(1 + abs(\(b.text)))") { a.value($0) / (1 + b.value($0).magnitude) }
    case 5: return RandomFormula("(\(a.text))^2") { Portable.pow(a.value($0), 2) }
    case 6: return RandomFormula("abs(\(a.text))^0.5") { Portable.pow(a.value($0).magnitude, 0.5) }
    case 7: return RandomFormula("-(\(a.text))") { -a.value($0) }
    case 8:
      return RandomFormula("if(\(a.text) < \(b.text), \(c.text), \(a.text))") {
        a.value($0) < b.value($0) ? c.value($0) : a.value($0)
      }
    case 9:
      return RandomFormula("min(\(a.text), \(b.text), \(c.text))") {
        min(a.value($0), b.value($0), c.value($0))
      }
    case 10: return RandomFormula("max(\(a.text), \(b.text))") { max(a.value($0), b.value($0)) }
    case 11: return RandomFormula("sqrt(\(a.text))") { a.value($0).squareRoot() }
    case 12: return RandomFormula("log(1 + abs(\(a.text)))") { Portable.log(1 + a.value($0).magnitude) }
    case 13: return RandomFormula("log(\(a.text))") { Portable.log(a.value($0)) }
    case 14: return RandomFormula("exp(min(\(a.text), 3))") { Portable.exp(min(a.value($0), 3)) }
    default: return RandomFormula("(\(a.text))^(\(b.text))") { Portable.pow(a.value($0), b.value($0)) }
    }
  }
}
