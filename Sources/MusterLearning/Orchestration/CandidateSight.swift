/// What schedulers and searched rules know of a node that is named for a job, of about unit size.
package struct CandidateSight: Sendable {
  package static let size = 11

  /// Shares of its processors, memory and devices that are held.
  package var cpu = 0.0
  package var memory = 0.0
  package var devices = 0.0
  /// Processors' time that its jobs use, of what it has.
  package var usage = 0.0
  /// How fast its jobs went, of full speed.
  package var rate = 1.0
  /// How far it overcommits, 0...1.
  package var level = 0.0
  /// Less what would be left of the job's dominant resource, in nodes of mean size.
  package var bestFit = 0.0
  /// FGD's score, 0...1.
  package var fragmentation = 0.0
  /// The greatest share of any resource of the node that is held.
  package var load = 0.0
  /// Whether the node's rack has the job's data.
  package var isNear = false
  /// What is asked of the rack's storage node, of its bandwidth.
  package var storeLoad = 0.0

  package init() {}

  package func write(with pen: inout ObservationPen) {
    pen.write(true)
    pen.write(cpu)
    pen.write(usage)
    pen.write(memory)
    pen.write(devices)
    pen.write(rate)
    pen.write(level)
    pen.write(isNear)
    pen.write(storeLoad)
    pen.write(bestFit)
    pen.write(fragmentation)
  }
}
