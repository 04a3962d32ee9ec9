/// What a scheduler sees of a job, of about unit size.
package struct JobSight: Sendable {
  package static let size = 8

  /// What it asks for of processors, memory and devices, in nodes of mean size.
  package var demand = SIMD3<Double>.zero
  /// Its priority, in tens.
  package var priority = 0.0
  /// Epochs in queues, in twenties.
  package var waited = 0.0
  /// The share of the pool that its tenant holds of the resource it holds most of.
  package var dominantShare = 0.0
  /// Its expected run time, in those of the mean job.
  package var expected = 0.0

  package init() {}

  package func write(with pen: inout ObservationPen) {
    pen.write(true)
    for resource in 0..<3 { pen.write(demand[resource]) }
    pen.write(priority)
    pen.write(waited)
    pen.write(dominantShare)
    pen.write(expected)
  }
}
