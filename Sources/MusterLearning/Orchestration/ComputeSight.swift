/// What a compute node sees of itself and of the pool, of about unit size.
package struct ComputeSight: Sendable {
  package static let size = 15

  /// Shares of its processors, memory and devices that are held.
  package var cpu = 0.0
  package var memory = 0.0
  package var devices = 0.0
  package var hasDevices = false
  /// Processors' time that its jobs use, of what it has.
  package var usage = 0.0
  /// How far it overcommits, 0...1.
  package var level = 0.0
  /// Whether it admits.
  package var isOpen = true
  /// Its jobs, in tens.
  package var jobs = 0.0
  /// How fast they went, of full speed, and the work done over what it could do.
  package var rate = 1.0
  package var useful = 0.0
  /// How fast its processors work at their use.
  package var speed = 1.0
  /// What is asked of the rack's storage node, of its bandwidth.
  package var storeLoad = 0.0
  /// How full queues are: 1 where three jobs a scheduler wait.
  package var pressure = 0.0
  /// The greatest share of any resource that is held: its own, and the mean of all nodes.
  package var load = 0.0
  package var meanLoad = 0.0

  package init() {}

  package func write(with pen: inout ObservationPen) {
    pen.write(cpu)
    pen.write(usage)
    pen.write(memory)
    pen.write(hasDevices)
    pen.write(devices)
    pen.write(level)
    pen.write(isOpen)
    pen.write(jobs)
    pen.write(rate)
    pen.write(useful)
    pen.write(speed)
    pen.write(storeLoad)
    pen.write(pressure)
    pen.write(load)
    pen.write(meanLoad)
  }
}
