import MusterCore
import MusterMath

/// What a key of the API permits. Raw bits are a promise to logs already written.
public struct Scopes: OptionSet, Sendable, Hashable {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Submit, read, cancel and follow the tasks of the key's own tenant; use the OpenAI-compatible face.
  public static let tasks = Scopes(rawValue: 1)
  /// Register agents, take leases, report.
  public static let agents = Scopes(rawValue: 2)
  /// Everything, for every tenant; keys, tenants, budgets.
  public static let admin = Scopes(rawValue: 4)
  /// Read state and metrics, change nothing.
  public static let observe = Scopes(rawValue: 8)

  /// The names in the API, in the order of the bits.
  public static let names: [(name: String, scope: Scopes)] = [
    ("tasks", .tasks), ("agents", .agents), ("admin", .admin), ("observe", .observe),
  ]
}

/// A key as the log keeps it: never the key itself, only its SHA-256.
public struct APIKey: Sendable, Equatable {
  /// Number of the key, rising.
  public var id: UInt64
  /// For people.
  public var name: String
  public var tenant: TenantID
  public var scopes: Scopes
  public var createdAt: Instant
  /// SHA-256 of the key, 32 bytes.
  public var hash: [UInt8]
  public var isRevoked = false

  var bytes: [UInt8] {
    var writer = ByteWriter(capacity: 96)
    encode(into: &writer)
    return writer.bytes
  }

  func encode(into writer: inout ByteWriter) {
    writer.varint(id)
    writer.string(name)
    writer.varint(UInt64(tenant.rawValue))
    writer.byte(scopes.rawValue)
    writer.zigzag(createdAt.nanoseconds)
    writer.bytes(hash)
  }

  init(from reader: inout ByteReader) throws(ByteError) {
    id = try reader.varint()
    name = try reader.string()
    tenant = TenantID(UInt32(truncatingIfNeeded: try reader.varint()))
    scopes = Scopes(rawValue: try reader.byte())
    createdAt = Instant(try reader.zigzag())
    hash = try reader.bytes()
  }

  init(id: UInt64, name: String, tenant: TenantID, scopes: Scopes, createdAt: Instant, hash: [UInt8]) {
    self.id = id
    self.name = name
    self.tenant = tenant
    self.scopes = scopes
    self.createdAt = createdAt
    self.hash = hash
  }
}
