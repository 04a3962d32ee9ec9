import MusterMath

// What the values of the domain add to a hash: every field, so that two specs with one hash are one spec.

extension Task {
  /// A hash of everything that was submitted.
  var digest: UInt64 {
    var hasher = StateHasher()
    hash(into: &hasher)
    return hasher.finish()
  }

  private func hash(into hasher: inout StateHasher) {
    hasher.combine(id.rawValue)
    hasher.combine(UInt64(tenant.rawValue) << 32 | UInt64(kind.rawValue))
    demand.hash(into: &hasher)
    hasher.combine(value)
    hasher.combine(UInt64(UInt16(bitPattern: priority)) << 32 | UInt64(UInt32(bitPattern: gangSize)))
    hasher.combine(deadline.nanoseconds)
    hasher.combine(patience)
    hasher.combine(budget)
    hasher.combine(
      (retry.elsewhere ? 1 << 48 : 0) | UInt64(retry.attempts) << 32 | UInt64(retry.jitter.bitPattern))
    hasher.combine(retry.backoff)
    hasher.combine(retry.backoffLimit)
    hasher.combine(gang.rawValue)
    hasher.combine(
      UInt64(UInt32(bitPattern: inputTokens)) << 32 | UInt64(UInt32(bitPattern: outputTokenLimit)))
    hasher.combine(timeLimit)
    hasher.combine(footprint.memoryMiB)
    hasher.combine(footprint.dirtyMiBPerSecond)
    hasher.combine(UInt64(dependencies.count))
    for dependency in dependencies { hasher.combine(dependency.rawValue) }
    hasher.combine(floats: features)
    hasher.combine(optional: idempotencyKey)
    hasher.combine(optional: payload)
    // Nothing is added for no terms: the hash is then what it was before there were any.
    for term in terms { hasher.combine(UInt64(term)) }
    for block in prefix { hasher.combine(1 << 32 | UInt64(block)) }
    ask?.hash(into: &hasher)
    if let ballot { hasher.combine(ballot.rawValue) }
  }
}

extension Agent {
  func hash(into hasher: inout StateHasher) {
    hasher.combine(id.rawValue)
    hasher.combine(name)
    hasher.combine(
      UInt64(role.rawValue) << 32 | UInt64(deviceCount) << 8
        | UInt64(deviceModel | (isWatched ? 0 : 0x80)))
    hasher.combine(lanes: capacity.lanes)
    skills.hash(into: &hasher)
    hasher.combine(UInt64(UInt32(bitPattern: concurrency)))
    hasher.combine(price.perTask)
    hasher.combine(price.perSecond)
    hasher.combine(price.perMillionInputTokens)
    hasher.combine(price.perMillionOutputTokens)
    hasher.combine(speed)
    hasher.combine(budget)
    hasher.combine(floats: features)
    if leavesAt != .never { hasher.combine(UInt64(bitPattern: leavesAt.nanoseconds)) }
  }
}

extension Demand {
  func hash(into hasher: inout StateHasher) {
    hasher.combine(lanes: resources.lanes)
    hasher.combine(UInt64(devices.count) << 16 | UInt64(UInt16(bitPattern: devices.milliEach)))
    hasher.combine(models)
    skills.hash(into: &hasher)
  }
}

extension SkillSet {
  func hash(into hasher: inout StateHasher) {
    for word in 0..<4 { hasher.combine(bits[word]) }
  }
}

extension StateHasher {
  mutating func combine(lanes: Resources.Lanes) {
    for lane in 0..<Resources.dimensions { combine(lanes[lane]) }
  }

  mutating func combine(floats: [Float]) {
    combine(UInt64(floats.count))
    for value in floats { combine(UInt64(value.bitPattern)) }
  }

  mutating func combine(optional text: String?) {
    combine(text == nil ? 0 : 1 as UInt64)
    if let text { combine(text) }
  }
}
