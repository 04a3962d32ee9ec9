/// What a name names.
public enum NameSpace: UInt8, Sendable, Equatable, CaseIterable {
  case tenant, kind, role, skill, resource, deviceModel

  /// The most names there may be: what the columns of the engine have room for.
  public var limit: Int {
    switch self {
    case .tenant, .kind, .role: 1 << 20
    case .skill: SkillSet.limit
    case .resource: Resources.dimensions
    case .deviceModel: 64
    }
  }
}

/// The names of a pool, each with its dense index. Names stop here: requests and facts carry indices, and a
/// ``Event/defined(_:index:name:)`` fact for every name makes a log readable on its own.
public struct Vocabulary: Sendable, Equatable {
  private var names: [[String]]
  // Looked up, never iterated: its order cannot leak into a decision.
  private var indices: [[String: UInt32]]

  /// The names that are always there: resources `cpu`, `memory`, `disk`, and `default` (index 0) as tenant, kind
  /// and role.
  public init() {
    names = NameSpace.allCases.map { _ in [] }
    indices = NameSpace.allCases.map { _ in [:] }
    for name in ["cpu", "memory", "disk"] { insert(name, in: .resource) }
    for space in [NameSpace.tenant, .kind, .role] { insert("default", in: space) }
  }

  /// The index of a name, if it is known.
  public func index(of name: String, in space: NameSpace) -> UInt32? { indices[Int(space.rawValue)][name] }

  /// The name of an index, if it is known.
  public func name(_ index: UInt32, in space: NameSpace) -> String? {
    let list = names[Int(space.rawValue)]
    return Int(index) < list.count ? list[Int(index)] : nil
  }

  public func names(in space: NameSpace) -> [String] { names[Int(space.rawValue)] }
  public func count(in space: NameSpace) -> Int { names[Int(space.rawValue)].count }

  /// Adds a name (or finds it) and gives its index; nil when the space is full.
  @discardableResult
  public mutating func intern(_ name: String, in space: NameSpace) -> UInt32? {
    if let known = index(of: name, in: space) { return known }
    guard count(in: space) < space.limit else { return nil }
    return insert(name, in: space)
  }

  @discardableResult
  private mutating func insert(_ name: String, in space: NameSpace) -> UInt32 {
    let s = Int(space.rawValue)
    let index = UInt32(names[s].count)
    names[s].append(name)
    indices[s][name] = index
    return index
  }
}
