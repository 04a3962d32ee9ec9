import MusterMath

/// A differentiable function from rows of `inputs` numbers to rows of `outputs` numbers.
///
/// A layer is a description: which sizes, and where its numbers lie in the vector of parameters. It holds no
/// numbers itself, so any number of threads may run it on one set of parameters, each with a tape and gradients of
/// its own. All matrices are row-major without gaps, and all memory belongs to the caller: nothing is allocated.
public protocol Layer: Sendable {
  /// Numbers in a row of input.
  var inputs: Int { get }
  /// Numbers in a row of output.
  var outputs: Int { get }

  /// How much memory `forward` and `backward` need for `rows` rows, beside input and output.
  func tapeCount(rows: Int) -> Int

  /// Draws the first values of the layer's parameters.
  func initialise(_ parameters: UnsafeMutablePointer<Float>, _ random: inout Random)

  /// Computes `output` and leaves on `tape` what `backward` wants to know.
  func forward(
    _ parameters: UnsafePointer<Float>, input: UnsafePointer<Float>, rows: Int,
    output: UnsafeMutablePointer<Float>, tape: UnsafeMutablePointer<Float>)

  /// Adds to `gradients` the derivatives of a loss by the parameters and, where it is wanted, writes those by the
  /// input. `input`, `output` and `tape` are those of the last `forward`; `outputGradient` is the derivative by
  /// the output.
  func backward(
    _ parameters: UnsafePointer<Float>, gradients: UnsafeMutablePointer<Float>, input: UnsafePointer<Float>,
    output: UnsafePointer<Float>, outputGradient: UnsafePointer<Float>, rows: Int,
    inputGradient: UnsafeMutablePointer<Float>?, tape: UnsafeMutablePointer<Float>)
}
