import Foundation
import MusterCore
import MusterLab
import MusterPolicy

/// What policies learned, in files.
enum LearnedFile {
  /// Reads a file.
  static func read(_ path: String) throws(CommandFailure) -> LearnedState {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw .user("cannot read \(path): expected a file of learned state")
    }
    do throws(LearnedStateError) {
      return try LearnedState(Array(data))
    } catch {
      throw .user("\(path): \(error)")
    }
  }

  /// Reads files, and has the policies that can begin with what they hold.
  static func read(_ paths: [String]) throws(CommandFailure) -> [LearnedState] {
    var states: [LearnedState] = []
    for path in paths { states.append(try read(path)) }
    return states
  }

  /// Writes a file, whole or not at all.
  static func write(_ state: LearnedState, to path: String) throws {
    guard !state.snapshot.isEmpty else {
      throw CommandFailure.user(
        "cannot write \(path): found that \"\(state.sentence)\" learned nothing, expected a policy with a word that learns"
      )
    }
    try AtomicFile.write(state.bytes, to: path)
  }
}

/// A number for an agent: `NAME=NUMBER`, as the agent is called in the trace and numbered where it serves.
struct AgentNumber {
  let name: String
  let id: AgentID

  init(_ text: String) throws(CommandFailure) {
    guard let mark = text.lastIndex(of: "="), mark != text.startIndex,
      let number = UInt64(text[text.index(after: mark)...]), number > 0
    else {
      throw .user("found --number \(text), expected NAME=NUMBER with a number from 1 on: weak=3")
    }
    name = String(text[..<mark])
    id = AgentID(number)
  }

  static func all(_ texts: [String]) throws(CommandFailure) -> [AgentNumber] {
    var numbers: [AgentNumber] = []
    for text in texts {
      let number = try AgentNumber(text)
      guard !numbers.contains(where: { $0.name == number.name || $0.id == number.id }) else {
        throw .user("found --number \(text) beside another of that name or number, expected each once")
      }
      numbers.append(number)
    }
    return numbers
  }

  /// Gives agents their numbers.
  static func apply(_ numbers: [AgentNumber], to agents: inout [Agent]) throws(CommandFailure) {
    for number in numbers {
      guard let row = agents.firstIndex(where: { $0.name == number.name }) else {
        throw .user(
          "found --number \(number.name)=\(number.id), expected the name of an agent of the trace: "
            + agents.prefix(8).map(\.name).joined(separator: ", "))
      }
      agents[row].id = number.id
    }
    for (row, agent) in agents.enumerated() where agents[..<row].contains(where: { $0.id == agent.id }) {
      throw .user(
        "agent \(agent.name): found number \(agent.id) for another agent too, expected one more --number")
    }
  }
}
