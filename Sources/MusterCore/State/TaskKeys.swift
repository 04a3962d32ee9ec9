extension Engine {
  /// The task that a tenant submitted under an idempotency key, while it is kept. O(1).
  public func task(withKey key: String, tenant: TenantID) -> TaskID? { keys[Engine.scopedKey(key, tenant)] }
}
