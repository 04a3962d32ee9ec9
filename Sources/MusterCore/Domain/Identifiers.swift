/// A number that names one thing. Names for people (`"gpt-5-mini"`, `"tenant-a"`) are interned by
/// ``Vocabulary`` at the edge; inside the engine only these numbers travel.
public protocol Identifier: RawRepresentable, Hashable, Comparable, Sendable, CustomStringConvertible
where RawValue: FixedWidthInteger & Sendable {
  init(_ rawValue: RawValue)
}

extension Identifier {
  @inlinable public init?(rawValue: RawValue) { self.init(rawValue) }
  @inlinable public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
  public var description: String { "\(rawValue)" }
}

/// One task, chosen by whoever submits it; unique for the life of the log.
@frozen public struct TaskID: Identifier {
  public let rawValue: UInt64
  @inlinable public init(_ rawValue: UInt64) { self.rawValue = rawValue }
}

/// One agent; it keeps its id when it leaves and comes back.
@frozen public struct AgentID: Identifier {
  public let rawValue: UInt64
  @inlinable public init(_ rawValue: UInt64) { self.rawValue = rawValue }
}

/// One grant of a task to an agent. Given by the engine, rising, never used twice; zero means none.
@frozen public struct LeaseID: Identifier {
  public let rawValue: UInt64
  @inlinable public init(_ rawValue: UInt64) { self.rawValue = rawValue }
  @inlinable public static var none: LeaseID { LeaseID(0) }
}

/// One choice of a policy. Outcomes carry it back, so that what was learned can be joined to what was seen.
@frozen public struct DecisionID: Identifier {
  public let rawValue: UInt64
  @inlinable public init(_ rawValue: UInt64) { self.rawValue = rawValue }
}

/// A set of tasks that run all at once or not at all; zero means that a task stands alone.
@frozen public struct GangID: Identifier {
  public let rawValue: UInt64
  @inlinable public init(_ rawValue: UInt64) { self.rawValue = rawValue }
  @inlinable public static var none: GangID { GangID(0) }
}

/// An interned tenant: who pays, and who shares fairly with whom.
@frozen public struct TenantID: Identifier {
  public let rawValue: UInt32
  @inlinable public init(_ rawValue: UInt32) { self.rawValue = rawValue }
}

/// An interned kind of task: what past rewards are averaged by.
@frozen public struct KindID: Identifier {
  public let rawValue: UInt32
  @inlinable public init(_ rawValue: UInt32) { self.rawValue = rawValue }
}

/// An interned role of agent (`compute`, `storage`, `prefill`, ...).
@frozen public struct RoleID: Identifier {
  public let rawValue: UInt32
  @inlinable public init(_ rawValue: UInt32) { self.rawValue = rawValue }
}
