import Logging
import MusterPostgres
import MusterStore
import ServiceLifecycle
import Synchronization

/// Takes the lead where it can, keeps it while it may, and follows otherwise.
struct Term: Service {
  let settings: Settings
  let opened: OpenLog
  let edge: Edge
  let switchboard: Switchboard
  /// The address by which other replicas reach this one.
  let address: @Sendable () -> String
  /// Told once, when this replica first leads.
  let onLeading: @Sendable () -> Void
  let fence: Fence

  /// How often a follower tries to take the lead, and a leader makes sure that it has it.
  private static let beat = Duration.milliseconds(250)

  func run() async throws {
    // A graceful stop ends the beat; the work under way is then ended in order.
    try await cancelWhenGracefulShutdown {
      do { try await rule() } catch is CancellationError {}
    }
    if let activation = switchboard.stop() { await activation.end(isLeading: !fence.isDown) }
    await opened.leadership?.release()
    opened.close()
  }

  private func rule() async throws {
    guard let leadership = opened.leadership else {
      switchboard.lead(try await Activation.begin(settings, log: opened.log, edge: edge))
      onLeading()
      while !fence.isDown { try await Swift.Task.sleep(for: .seconds(1)) }
      throw ServerFailure("the log has another writer; stop it, or use a PostgreSQL log for several replicas")
    }
    while true {
      try await follow(leadership)
      edge.logger.notice("this replica leads")
      fence.raise()
      let activation = try await Activation.begin(settings, log: opened.log, edge: edge)
      switchboard.lead(activation)
      onLeading()
      while !fence.isDown, await leadership.isHeld() { try await Swift.Task.sleep(for: Self.beat) }
      edge.logger.error("this replica no longer leads")
      switchboard.follow(nil)
      await activation.end(isLeading: false)
      await leadership.release()
    }
  }

  /// Returns when this replica has taken the lead.
  private func follow(_ leadership: PostgresLeadership) async throws {
    while true {
      do {
        if try await leadership.tryAcquire(address: address()) { return }
        let leader = try await leadership.currentLeader()
        switchboard.follow(leader.flatMap { $0.address == address() ? nil : $0.address })
      } catch {
        edge.logger.warning("the log cannot be reached", metadata: ["error": "\(error)"])
        switchboard.follow(nil)
      }
      try await Swift.Task.sleep(for: Self.beat)
    }
  }
}

/// Goes down when the log turns out to have another writer.
final class Fence: Sendable {
  private let down = Atomic(false)
  var isDown: Bool { down.load(ordering: .acquiring) }
  func lower() { down.store(true, ordering: .releasing) }
  func raise() { down.store(false, ordering: .releasing) }
}
