import CMusterWorlds

// The functions of muster_worlds.h, where they are described. Names in Swift differ from those in C, which the
// header declares too.

/// `muster_worlds_abi`
@_cdecl("muster_worlds_abi")
public func doorABI() -> Int32 { MUSTER_WORLDS_ABI }

/// `muster_worlds_error`
@_cdecl("muster_worlds_error")
public func doorError() -> UnsafePointer<CChar> { LastError.text }

/// `muster_world_open`
@_cdecl("muster_world_open")
public func doorOpen(
  _ abi: Int32, _ name: UnsafePointer<CChar>?, _ settings: UnsafePointer<CChar>?,
  _ handle: UnsafeMutablePointer<Int64>?
) -> Int32 {
  answer { () throws(DoorError) in
    guard abi == MUSTER_WORLDS_ABI else { throw .abi(abi) }
    guard let name else { throw .null("name") }
    guard let handle else { throw .null("handle") }
    let world = try OpenWorld(
      name: String(cString: name), settings: settings.map { String(cString: $0) } ?? "")
    handle.pointee = OpenWorlds.all.add(world)
  }
}

/// `muster_world_describe`
@_cdecl("muster_world_describe")
public func doorDescribe(_ handle: Int64, _ shape: UnsafeMutablePointer<muster_world_shape>?) -> Int32 {
  answer { () throws(DoorError) in
    let world = try OpenWorlds.all.find(handle)
    guard let shape else { throw .null("shape") }
    shape.pointee = muster_world_shape(
      copies: Int64(world.copies), agents: Int64(world.shape.agents), actions: Int64(world.shape.actions),
      observation_size: Int64(world.shape.observationSize), state_size: Int64(world.shape.stateSize),
      has_masks: world.shape.hasMasks ? 1 : 0)
  }
}

/// `muster_world_agent`
@_cdecl("muster_world_agent")
public func doorAgent(
  _ handle: Int64, _ agent: Int64, _ name: UnsafeMutablePointer<CChar>?, _ capacity: Int
) -> Int32 {
  answer { () throws(DoorError) in
    let names = try OpenWorlds.all.find(handle).names
    guard let index = Int(exactly: agent), names.indices.contains(index) else {
      throw .agent(agent, agents: names.count)
    }
    guard let name else { throw .null("name") }
    let bytes = names[index].utf8CString
    guard bytes.count <= capacity else { throw .room("name", found: capacity, needed: bytes.count) }
    for (offset, byte) in bytes.enumerated() { name[offset] = byte }
  }
}

/// `muster_world_seed`
@_cdecl("muster_world_seed")
public func doorSeed(_ handle: Int64, _ seed: UInt64) -> Int32 {
  answer { () throws(DoorError) in try OpenWorlds.all.find(handle).seed(seed) }
}

/// `muster_world_reset`
@_cdecl("muster_world_reset")
public func doorReset(
  _ handle: Int64, _ which: UnsafePointer<UInt8>?, _ whichLength: Int,
  _ arrays: UnsafePointer<muster_world_arrays>?
) -> Int32 {
  answer { () throws(DoorError) in
    let world = try OpenWorlds.all.find(handle)
    guard let arrays else { throw .null("arrays") }
    let chosen = try optional("which", which, whichLength, world.copies)
    world.reset(chosen, try OpenWorld.View(arrays.pointee, world))
  }
}

/// `muster_world_step`
@_cdecl("muster_world_step")
public func doorStep(_ handle: Int64, _ arrays: UnsafePointer<muster_world_arrays>?) -> Int32 {
  answer { () throws(DoorError) in
    let world = try OpenWorlds.all.find(handle)
    guard let arrays else { throw .null("arrays") }
    world.step(try OpenWorld.Moves(arrays.pointee, world), try OpenWorld.View(arrays.pointee, world))
  }
}

/// `muster_world_close`
@_cdecl("muster_world_close")
public func doorClose(_ handle: Int64) -> Int32 {
  answer { () throws(DoorError) in try OpenWorlds.all.close(handle) }
}

private func answer(_ body: () throws(DoorError) -> Void) -> Int32 {
  do {
    try body()
    return MUSTER_WORLDS_OK
  } catch {
    LastError.set(error.text)
    return error.status
  }
}
