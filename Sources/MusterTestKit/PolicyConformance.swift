import MusterCore
import MusterPolicy

/// What every policy must do, however it chooses.
///
/// Uses only the protocol. Run all of it with `check(make:)`, or each of `checks` as a test of its own.
public enum PolicyConformance {
  /// Makes a policy that has seen nothing yet; always the same.
  public typealias Make = @Sendable () throws -> any Policy

  /// Every check.
  public static let checks: [PolicyCheck] = plans + numbers + learning

  /// Runs every check, each on policies of its own. Throws the first failure.
  public static func check(make: @escaping Make) throws {
    for check in checks { try check.run(make: make) }
  }

  /// Sentences in which every word and every shorthand of a catalogue occurs: what to run the checks over.
  public static func sentences(of catalogue: Catalogue) -> [String] {
    let words = catalogue.words.map { word in
      switch word.role {
      case .screen:
        word.needsScore ? "feasible | least-loaded | \(word.name) | best" : "\(word.name) | best-fit | best"
      case .score: "feasible | \(word.name) | best"
      case .match: "feasible | least-loaded | \(word.name)"
      case .effort: "feasible | random | best | \(word.name)"
      }
    }
    return words + catalogue.shorthands.map(\.name)
  }
}

/// One thing that every policy must do.
public struct PolicyCheck: Sendable, CustomStringConvertible {
  /// What the policy must do.
  public let description: String

  private let body: @Sendable (PolicyConformance.Make) throws -> Void

  init(_ description: String, _ body: @escaping @Sendable (PolicyConformance.Make) throws -> Void) {
    self.description = description
    self.body = body
  }

  /// Runs the check. Throws `PolicyCheckFailure`.
  public func run(make: PolicyConformance.Make) throws {
    do {
      try body(make)
    } catch {
      throw PolicyCheckFailure(check: description, found: "\(error)")
    }
  }
}

/// A policy that does not do what every policy must.
public struct PolicyCheckFailure: Error, CustomStringConvertible {
  public let check: String
  public let found: String

  public var description: String { "not so: \(check): \(found)" }
}

extension PolicyConformance {
  static func expect(_ holds: Bool, _ what: @autoclosure () -> String) throws {
    if !holds { throw Unexpected(description: what()) }
  }

  /// Plans through a whole history and hands each step to `body`.
  static func eachStep(
    _ make: Make, seeds: Range<UInt64> = 0..<3, steps: Int = 60, explaining: Int = 0,
    _ body: (_ before: PolicyWorld, _ after: Frame, Plan) throws -> Void
  ) throws {
    for seed in seeds {
      var world = PolicyWorld(seed: seed, explaining: explaining)
      var policy = try make()
      var plan = Plan()
      for step in 0..<steps {
        world.offer()
        let before = world
        policy.plan(&world.fixture.frame, into: &plan)
        do {
          try body(before, world.fixture.frame, plan)
        } catch {
          throw Unexpected(description: "seed \(seed), step \(step): \(error)")
        }
        policy.observe(world.carryOut(plan))
      }
    }
  }
}
