import MusterMath

/// Self-attention over a set (Vaswani et al., 2017): softmax(Q K' / sqrt(width / heads)) V, then a dense layer.
///
/// A row of input is `entities` vectors of `width` numbers and then, if the layer is masked, as many flags: 1 for
/// an entity that is there, 0 for one that is not. Nobody attends to an entity that is not there; where nobody is,
/// the mean is zero. A row of output is one vector for each entity.
/// `O(rows * entities * width * (width + entities))`.
public struct Attention: Layer {
  public let inputs: Int
  public var outputs: Int { entities * width }

  let entities: Int
  let width: Int
  let heads: Int
  let isMasked: Bool
  let project: Affine
  let combine: Affine

  /// A layer whose parameters `name.project.*` and `name.combine.*` are added to `layout`; `heads` divides `width`.
  public init(
    _ name: String, entities: Int, width: Int, heads: Int = 1, isMasked: Bool = false,
    in layout: inout ParameterLayout
  ) {
    precondition(heads > 0 && width % heads == 0, "\(heads) heads do not divide a width of \(width)")
    self.entities = entities
    self.width = width
    self.heads = heads
    self.isMasked = isMasked
    inputs = entities * width + (isMasked ? entities : 0)
    project = Affine(name + ".project", inputs: width, outputs: 3 * width, start: .xavier(gain: 1), &layout)
    combine = Affine(name + ".combine", inputs: width, outputs: width, start: .xavier(gain: 1), &layout)
  }

  public func tapeCount(rows: Int) -> Int { Memory(self, rows).count }

  public func initialise(_ parameters: UnsafeMutablePointer<Float>, _ random: inout Random) {
    project.initialise(parameters, &random)
    combine.initialise(parameters, &random)
  }

  public func forward(
    _ parameters: UnsafePointer<Float>, input: UnsafePointer<Float>, rows: Int,
    output: UnsafeMutablePointer<Float>, tape: UnsafeMutablePointer<Float>
  ) {
    let memory = Memory(self, rows)
    let tokens = rows * entities
    for row in 0..<rows {
      (tape + row * outputs).update(from: input + row * inputs, count: outputs)
    }
    project.forward(parameters, tape, stride: width, rows: tokens, tape + memory.projected)
    (tape + memory.mixed).update(repeating: 0, count: tokens * width)
    for row in 0..<rows {
      let flags = isMasked ? input + row * inputs + outputs : nil
      for head in 0..<heads { attend(tape, memory, row, head, flags) }
    }
    combine.forward(parameters, tape + memory.mixed, stride: width, rows: tokens, output)
  }

  public func backward(
    _ parameters: UnsafePointer<Float>, gradients: UnsafeMutablePointer<Float>, input: UnsafePointer<Float>,
    output: UnsafePointer<Float>, outputGradient: UnsafePointer<Float>, rows: Int,
    inputGradient: UnsafeMutablePointer<Float>?, tape: UnsafeMutablePointer<Float>
  ) {
    let memory = Memory(self, rows)
    let tokens = rows * entities
    let scratch = tape + memory.scratch
    combine.addGradients(gradients, tape + memory.mixed, stride: width, rows: tokens, outputGradient)
    combine.inputGradient(
      parameters, rows: tokens, outputGradient, tape + memory.mixed, stride: width, adds: false,
      scratch: scratch)
    (tape + memory.byProjected).update(repeating: 0, count: tokens * 3 * width)
    for row in 0..<rows {
      for head in 0..<heads { attendBackward(tape, memory, row, head) }
    }
    let slopes = tape + memory.byProjected
    project.addGradients(gradients, tape, stride: width, rows: tokens, slopes)
    guard let inputGradient else { return }
    project.inputGradient(
      parameters, rows: tokens, slopes, tape, stride: width, adds: false, scratch: scratch)
    for row in 0..<rows {
      let target = inputGradient + row * inputs
      target.update(from: tape + row * outputs, count: outputs)
      if isMasked { (target + outputs).update(repeating: 0, count: entities) }
    }
  }
}
