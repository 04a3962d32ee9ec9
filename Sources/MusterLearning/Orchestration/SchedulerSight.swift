/// What a scheduler sees of its queue and of the pool, of about unit size.
package struct SchedulerSight: Sendable {
  package static let size = 6

  /// Jobs in its queue, in tens.
  package var queued = 0.0
  /// Their mean wait, in twenties of epochs.
  package var wait = 0.0
  /// Whether a running job could make room for the head.
  package var canPreempt = false
  /// The shares of processors, memory and devices of the whole pool that are held.
  package var held = SIMD3<Double>.zero

  package init() {}

  package func write(with pen: inout ObservationPen) {
    pen.write(queued)
    pen.write(wait)
    pen.write(canPreempt)
    for resource in 0..<3 { pen.write(held[resource]) }
  }
}
