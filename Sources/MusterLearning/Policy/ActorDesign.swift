import MusterMath

/// Who shares a policy, and who hears whom.
public enum ActorDesign: Sendable, Equatable {
  /// One policy for all agents.
  case shared
  /// One policy for each role of a `RoleWorld`, shared inside the role.
  case roles
  /// One policy for all agents, who hear each other over a learned graph (CommFormer).
  case communicating(Communication)

  /// As it is called in messages.
  public var name: String {
    switch self {
    case .shared: "shared"
    case .roles: "roles"
    case .communicating: "communicating"
    }
  }

  func check() throws(TrainingError) {
    if case .communicating(let communication) = self { try communication.check() }
  }

  /// From observations to logits: of one agent where it is shared, else of a whole copy. The last gain is 0.01, so that
  /// the first policy is nearly uniform.
  func layer(_ shape: WorldShape, _ settings: PPOSettings, in layout: inout ParameterLayout) -> any Layer {
    func perceptron(_ name: String) -> Stack {
      Stack.perceptron(
        name, inputs: shape.observationSize, hidden: settings.actorHidden, outputs: shape.actions,
        activation: settings.activation, lastGain: 0.01, in: &layout)
    }
    switch self {
    case .shared: return perceptron("actor")
    case .roles:
      let groups = shape.groups
      return RoleLayer(
        groups.indices.map { perceptron("actor.role\($0)") }, groups: groups, agents: shape.agents)
    case .communicating(let communication):
      return communication.isSequential
        ? SequentialLayer(communication, shape, in: &layout)
        : CommunicationLayer(communication, shape, in: &layout)
    }
  }

  func encode(into writer: inout ByteWriter) {
    switch self {
    case .shared: writer.byte(0)
    case .roles: writer.byte(1)
    case .communicating(let communication):
      writer.byte(2)
      communication.encode(into: &writer)
    }
  }

  /// Throws where the kind is none of these.
  init(from reader: inout ByteReader) throws {
    switch try reader.byte() {
    case 0: self = .shared
    case 1: self = .roles
    case 2: self = .communicating(try Communication(from: &reader))
    case let other:
      throw CheckpointError.mismatch(what: "a design of actors", found: "\(other)", expected: "0, 1 or 2")
    }
  }
}
