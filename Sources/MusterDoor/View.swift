import CMusterWorlds
import MusterLearning

extension OpenWorld {
  /// Where the caller wants to have what is seen: its arrays, of the right lengths.
  struct View {
    private let observations: UnsafeMutablePointer<Float>
    private let states: UnsafeMutablePointer<Float>?
    private let masks: UnsafeMutablePointer<UInt8>?

    init(_ arrays: muster_world_arrays, _ world: OpenWorld) throws(DoorError) {
      let (shape, rows) = (world.shape, world.copies * world.shape.agents)
      observations = try array(
        "observations", arrays.observations, arrays.observations_length, rows * shape.observationSize)
      states = try optional("states", arrays.states, arrays.states_length, world.copies * shape.stateSize)
      masks = try optional("masks", arrays.masks, arrays.masks_length, rows * shape.actions)
    }

    func write(_ world: any VectorWorld) {
      world.observe(into: observations)
      if let states { world.state(into: states) }
      if let masks { world.mask(into: masks) }
    }
  }
}

/// The pointer, if it is one and reaches as many elements as it must.
func array<Pointer>(
  _ what: String, _ pointer: Pointer?, _ found: Int, _ expected: Int
) throws(DoorError) -> Pointer {
  guard let pointer else { throw .null(what) }
  guard found == expected else { throw .length(what, found: found, expected: expected) }
  return pointer
}

/// The same for an array that may be left out.
func optional<Pointer>(
  _ what: String, _ pointer: Pointer?, _ found: Int, _ expected: Int
) throws(DoorError) -> Pointer? {
  pointer == nil ? nil : try array(what, pointer, found, expected)
}
