import CMusterWorlds

/// Why a call through the door failed: the code that the caller gets, and the sentence behind it.
struct DoorError: Error, Equatable {
  let status: Int32
  let text: String

  private init(_ status: Int32, _ text: String) {
    self.status = status
    self.text = text
  }

  static func abi(_ found: Int32) -> DoorError {
    DoorError(
      MUSTER_WORLDS_WRONG_ABI,
      "the caller was made for version \(found) of the library's interface, this library has version "
        + "\(MUSTER_WORLDS_ABI): use the header or the package that came with the library")
  }

  static func world(_ name: String, known: [String]) -> DoorError {
    DoorError(
      MUSTER_WORLDS_UNKNOWN_WORLD,
      "found no world \"\(name)\", expected one of \(known.joined(separator: ", "))")
  }

  static func setting(_ part: String, found: String, expected: String) -> DoorError {
    DoorError(MUSTER_WORLDS_BAD_SETTING, "\(part): found \(found), expected \(expected)")
  }

  /// The trace cannot be read, or no world be made of it.
  static func trace(_ reason: String) -> DoorError {
    DoorError(MUSTER_WORLDS_BAD_SETTING, "setting trace: \(reason)")
  }

  static func handle(_ handle: Int64) -> DoorError {
    DoorError(
      MUSTER_WORLDS_BAD_HANDLE,
      "found no world under the handle \(handle), expected one that was opened and is not closed")
  }

  static func null(_ what: String) -> DoorError {
    DoorError(MUSTER_WORLDS_NULL_POINTER, "\(what): found a null pointer, expected memory of the caller's")
  }

  static func length(_ what: String, found: Int, expected: Int) -> DoorError {
    DoorError(MUSTER_WORLDS_WRONG_LENGTH, "\(what): found \(found) elements, expected \(expected)")
  }

  static func agent(_ agent: Int64, agents: Int) -> DoorError {
    DoorError(MUSTER_WORLDS_UNKNOWN_AGENT, "agent: found \(agent), expected 0...\(agents - 1)")
  }

  static func room(_ what: String, found: Int, needed: Int) -> DoorError {
    DoorError(
      MUSTER_WORLDS_WRONG_LENGTH, "\(what): found room for \(found) bytes, expected \(needed) or more")
  }

  static func action(_ action: Int32, copy: Int, agent: Int, actions: Int) -> DoorError {
    DoorError(
      MUSTER_WORLDS_BAD_ACTION,
      "actions: found \(action) for agent \(agent) of copy \(copy), expected 0...\(actions - 1)")
  }
}
