/// A set of interned skills, bit `i` for skill `i` of the ``Vocabulary``.
@frozen public struct SkillSet: Hashable, Sendable {
  public var bits: SIMD4<UInt64>
  /// The largest number of skills in one pool.
  public static let limit = 256

  @inlinable public init(bits: SIMD4<UInt64> = .zero) { self.bits = bits }
  public init(_ skills: some Sequence<Int>) {
    self.init()
    for skill in skills where skill >= 0 && skill < SkillSet.limit {
      bits[skill >> 6] |= 1 << UInt64(skill & 63)
    }
  }
  @inlinable public static var none: SkillSet { SkillSet() }
  @inlinable public var isEmpty: Bool { bits == .zero }
  @inlinable public func isSubset(of other: SkillSet) -> Bool { (bits & ~other.bits) == .zero }
  public func contains(_ skill: Int) -> Bool { bits[skill >> 6] & (1 << UInt64(skill & 63)) != 0 }
}

/// What a task needs of an agent. Two tasks with equal demands have the same *shape*, and what a stage computes
/// for one holds for the other.
@frozen public struct Demand: Hashable, Sendable {
  public var resources: Resources
  public var devices: DeviceDemand
  /// Device models that will do, bit `i` for model `i` of the ``Vocabulary``; zero means any agent will do.
  public var models: UInt64
  public var skills: SkillSet

  @inlinable public init(
    resources: Resources = .zero, devices: DeviceDemand = .none, models: UInt64 = 0, skills: SkillSet = .none
  ) {
    self.resources = resources
    self.devices = devices
    self.models = models
    self.skills = skills
  }
}
