/// The first byte of a fact's record. Numbers are never used again: a log may hold them for ever.
enum EventTag: UInt8, CaseIterable {
  case defined = 1
  case tenantSet = 2
  case agentJoined = 3
  case agentChanged = 4
  case agentDraining = 5
  case agentSuspected = 6
  case agentCleared = 7
  case agentLeft = 8
  case heartbeat = 9
  case submitted = 10
  case retried = 11
  case leased = 12
  case explained = 13
  case started = 14
  case renewed = 15
  case revoked = 16
  case attemptFailed = 17
  case ended = 18
  case reportIgnored = 19
  case feedback = 20
  case noted = 21
  case agentThrottled = 22
  /// A tenant with a floor; without one it is `tenantSet`.
  case tenantFloored = 23
  /// A lease with an allowance; without one it is `leased`.
  case leasedAllowed = 24
  /// A failed try whose turns are known; otherwise it is `attemptFailed`.
  case attemptFailedAfter = 25
  /// An end with turns, answers or a winner; without them it is `ended`.
  case endedSaying = 26
  case graded = 27
  /// An end with output tokens or grades, whatever else it says.
  case endedMeasured = 28
  case settled = 29

  init(_ event: Event) {
    switch event {
    case .defined: self = .defined
    case .tenantSet(let tenant): self = tenant.floor == 0 ? .tenantSet : .tenantFloored
    case .agentJoined: self = .agentJoined
    case .agentChanged: self = .agentChanged
    case .agentDraining: self = .agentDraining
    case .agentSuspected: self = .agentSuspected
    case .agentCleared: self = .agentCleared
    case .agentLeft: self = .agentLeft
    case .heartbeat: self = .heartbeat
    case .submitted: self = .submitted
    case .retried: self = .retried
    case .leased(let lease): self = lease.allowance == .none ? .leased : .leasedAllowed
    case .explained: self = .explained
    case .started: self = .started
    case .renewed: self = .renewed
    case .revoked: self = .revoked
    case .graded: self = .graded
    case .attemptFailed(_, _, _, _, let turns): self = turns == nil ? .attemptFailed : .attemptFailedAfter
    case .ended(let ending):
      self = ending.isMeasured ? .endedMeasured : ending.saysMore ? .endedSaying : .ended
    case .settled: self = .settled
    case .reportIgnored: self = .reportIgnored
    case .feedback: self = .feedback
    case .noted: self = .noted
    case .agentThrottled: self = .agentThrottled
    }
  }
}
