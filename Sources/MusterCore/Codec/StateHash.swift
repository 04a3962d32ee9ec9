import MusterMath

extension Engine {
  /// A hash of the state that the facts determine: two engines that took the same facts in have the same hash, on
  /// every host, and so has one restored from a snapshot.
  ///
  /// Everything that a later decision can depend on is in it: configuration, vocabulary, tenants, the columns of
  /// the pool, every task with its record, the rows to use next, counters, totals and the time. What is derived
  /// from these (queue, timers, shapes, gangs, dependents, versions) is not.
  ///
  /// - Complexity: O(rows of tasks + agents); no allocation.
  public func stateHash() -> UInt64 {
    var hasher = StateHasher()
    configuration.hash(into: &hasher)
    vocabulary.hash(into: &hasher)
    tenants.hash(into: &hasher)
    pool.hash(into: &hasher)
    tasks.hash(into: &hasher)
    totals.hash(into: &hasher)
    hasher.combine(now.nanoseconds)
    hasher.combine(nextLease)
    hasher.combine(nextDecision)
    hasher.combine(readySequence)
    hasher.combine(endSequence)
    return hasher.finish()
  }
}

extension EngineConfiguration {
  fileprivate func hash(into hasher: inout StateHasher) {
    hasher.combine(seed)
    hasher.combine(Int64(taskLimit))
    hasher.combine(Int64(agentLimit))
    hasher.combine(Int64(retention))
    hasher.combine(leaseTerm)
    hasher.combine(suspectAfter)
    hasher.combine(leaveAfter)
    hasher.combine(Int64(batchLimit))
    hasher.combine(Int64(explainedCandidates))
    hasher.combine(preemption.enabled ? 1 : 0 as UInt64)
    hasher.combine(preemption.bandwidth)
    hasher.combine(Int64(preemption.rounds))
    // Nothing is added for what was there before there were rules.
    if preemption.rule != .priority || preemption.rest != 0 {
      hasher.combine(UInt64(preemption.rule.rawValue))
      hasher.combine(preemption.rest)
    }
  }
}

extension Vocabulary {
  fileprivate func hash(into hasher: inout StateHasher) {
    for space in NameSpace.allCases {
      hasher.combine(UInt64(count(in: space)))
      for name in names(in: space) { hasher.combine(name) }
    }
  }
}

extension TenantTable {
  fileprivate func hash(into hasher: inout StateHasher) {
    hasher.combine(UInt64(count))
    for row in 0..<count {
      hasher.combine(
        UInt64(UInt32(bitPattern: terms[row].floor)) << 32 | UInt64(terms[row].id.rawValue))
      hasher.combine(terms[row].weight)
      hasher.combine(terms[row].budget)
      hasher.combine(reserved[row])
      hasher.combine(spent[row])
      hasher.combine(lanes: usage[row].lanes)
      hasher.combine(deviceMilli[row])
    }
  }
}

extension Pool {
  fileprivate func hash(into hasher: inout StateHasher) {
    hasher.combine(UInt64(count))
    for row in 0..<count {
      agents[row].hash(into: &hasher)
      hasher.combine(
        UInt64(status[row].rawValue) << 40 | UInt64(devices[row].count) << 32
          | UInt64(UInt32(bitPattern: inFlight[row])))
      // Nothing is added for no throttle: the hash is then what it was before there were any.
      hasher.combine(
        UInt64(UInt32(bitPattern: .max &- allowance[row])) << 32
          | UInt64(UInt32(bitPattern: concurrency[row]))
      )
      hasher.combine(lanes: free[row].lanes)
      hasher.combine(words: unsafeBitCast(devices[row].left, to: SIMD4<UInt64>.self))
      hasher.combine(words: unsafeBitCast(deviceUse[row].tasks, to: SIMD8<UInt64>.self))
      hasher.combine(lastLease[row])
      hasher.combine(reserved[row])
      hasher.combine(spent[row])
      hasher.combine(lastSeen[row].nanoseconds)
    }
  }
}

extension TaskTable {
  fileprivate func hash(into hasher: inout StateHasher) {
    hasher.combine(UInt64(records.count))
    records.withUnsafeBufferPointer { records in
      for row in records.indices {
        // A chain of its own for each row: the processor works on several at once.
        hasher.combine(isFree[row] ? 0 : hash(records[row], digests[row]))
      }
    }
    hasher.combine(UInt64(freeRows.count))
    for row in freeRows { hasher.combine(UInt64(UInt32(bitPattern: row))) }
  }
}

extension TaskTable {
  @inline(__always)
  private func hash(_ record: TaskRecord, _ digest: UInt64) -> UInt64 {
    let hash = record.hash(with: digest)
    // Nothing is added for what few tasks have: the hash is then what it was before there was any of it.
    let isPlain =
      record.failedSlot < 0 && record.ballotSlot < 0 && record.hasStandardEffort
      && record.calledOff == .none
    if isPlain { return hash }
    var hasher = StateHasher(seed: hash)
    if record.failedSlot >= 0 {
      for row in failedAgents[Int(record.failedSlot)].rows {
        hasher.combine(UInt64(UInt32(bitPattern: row)))
      }
    }
    if record.ballotSlot >= 0 { ballots[Int(record.ballotSlot)].hash(into: &hasher) }
    if !record.hasStandardEffort {
      hasher.combine(record.effort)
      record.allowance.hash(into: &hasher)
    }
    if record.calledOff != .none { hasher.combine(record.calledOff.rawValue) }
    return hasher.finish()
  }
}

extension TaskRecord {
  fileprivate var hasStandardEffort: Bool { effort == 1 && allowance == .none }

  /// The record's canonical fields over the digest of what was submitted. The order of ends is in the sequences.
  fileprivate func hash(with digest: UInt64) -> UInt64 {
    var hasher = StateHasher(seed: digest)
    hasher.combine(
      UInt64(status.rawValue) << 56 | UInt64(reason.rawValue) << 48 | UInt64(devices) << 32
        | UInt64(UInt32(bitPattern: failures)))
    hasher.combine(UInt64(UInt32(bitPattern: pending)) << 32 | UInt64(UInt32(bitPattern: agent)))
    hasher.combine(submission)
    hasher.combine(submittedAt.nanoseconds)
    hasher.combine(readySince.nanoseconds)
    hasher.combine(wakeAt.nanoseconds)
    hasher.combine(readySequence)
    hasher.combine(lease.rawValue)
    hasher.combine(leasedAt.nanoseconds)
    hasher.combine(until.nanoseconds)
    hasher.combine(reserve)
    hasher.combine(spent)
    hasher.combine(decision.rawValue)
    hasher.combine(propensity)
    hasher.combine(reward)
    hasher.combine(endedAt.nanoseconds)
    hasher.combine(endSequence)
    return hasher.finish()
  }
}

extension Totals {
  fileprivate func hash(into hasher: inout StateHasher) {
    hasher.combine(facts)
    hasher.combine(submitted)
    hasher.combine(words: ended)
    hasher.combine(leases)
    hasher.combine(revocations)
    hasher.combine(preemptions)
    hasher.combine(ignoredReports)
    hasher.combine(spent)
    hasher.combine(overrun)
    hasher.combine(movedMiB)
  }
}

extension StateHasher {
  fileprivate mutating func combine(words: SIMD4<UInt64>) {
    for word in 0..<4 { combine(words[word]) }
  }

  fileprivate mutating func combine(words: SIMD8<UInt64>) {
    for word in 0..<8 { combine(words[word]) }
  }
}
